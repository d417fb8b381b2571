export { WritePage } from './write-page.tsx';
