export { EventLog } from './event-log.ts';
export { Followers, type HeldSight } from './followers.ts';
