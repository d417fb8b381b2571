export { SideBySide as default, type Differing } from './side-by-side.tsx';
