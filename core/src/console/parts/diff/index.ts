export { Differences as default, type Differing } from './differences.tsx';
