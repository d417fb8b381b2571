export * from './host-events.ts';
