export { Changes as default } from './changes.tsx';
