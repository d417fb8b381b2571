export { EventLog } from './event-log.ts';
export { eventStream } from './event-stream.ts';
