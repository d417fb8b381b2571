export { Recovery } from './recovery.tsx';
