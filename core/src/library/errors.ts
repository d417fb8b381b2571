import { defineError } from '../errors/index.ts';

export const recordingUnknown = defineError('JF9921', 'no such recording', 'The host keeps the last five of each device: look at them again.');
export const recordingRuns = defineError('JF9922', 'the device is being recorded', 'Wait until that recording is there.');
