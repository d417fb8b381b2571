/** A plugin while it is written: `jackfield plugin dev`. */
export { Development, type DevelopmentOptions } from './development.ts';
export type * from './development-event.ts';
