import { defineError } from '../errors/index.ts';

export const recordingUnknown = defineError('JF9921', 'no such recording', 'The host keeps the last five of each device, and a hundred in all: look at them again.');
export const recordingRuns = defineError('JF9922', 'the device is being recorded', 'Wait until that recording is there.');
export const tooManyWait = defineError('JF9923', 'too many recordings wait', 'Two are made at once, and ten wait: begin it when some of them are there.');
export const recordingTooLarge = defineError('JF9924', 'the recording is too large to be kept', 'The host keeps one of 16 MB at most. On its machine "jackfield record" writes any, and with --plugin that of one plugin alone.');
export const linesUnconfirmed = defineError('JF9925', 'lines of the recording look as if a secret was left', 'Look whether they may be given away, remove the recording if not; then ask again with confirmed=true.');
