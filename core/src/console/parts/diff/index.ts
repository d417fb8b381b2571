export { Diff, type DiffProps } from './diff.tsx';
export { Differences, type Differing } from './differences.tsx';
