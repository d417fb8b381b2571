export { Turns } from './turns.ts';
export { DeviceRounds, everySchema, type RoundsOptions } from './device-rounds.ts';
