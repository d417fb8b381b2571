export { Recordings } from './recordings.tsx';
