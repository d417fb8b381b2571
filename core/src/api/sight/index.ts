export { inSight } from './in-sight.ts';
export type { Sees } from './sees.ts';
