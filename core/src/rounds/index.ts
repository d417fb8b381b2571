export { Turns } from './turns.ts';
export { DeviceRounds, type RoundsOptions } from './device-rounds.ts';
