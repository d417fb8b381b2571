export { Plugins as default } from './plugins.tsx';
