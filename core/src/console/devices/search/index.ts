export { completions, type Completion } from './completion.ts';
export { indexed, keys, type IndexedDevice, type Place } from './indexed-device.ts';
export { knownValues, searchOf, type KnownValues, type Mistake } from './matching.ts';
export { quoted } from './query.ts';
