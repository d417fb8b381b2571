import { defineError } from '../errors/index.ts';

export const versionUnknown = defineError('JF9710', 'no such version of the configuration', 'See "jackfield history DEVICE" for those kept; older ones than history.keep are gone.');
export const configurationUnread = defineError('JF9711', 'configuration could not be read', 'See the reason; no version was written. Once it is mended, try again.');
export const deviceInChange = defineError('JF9712', 'a change holds the device', 'Wait until it has ended; "jackfield changes" shows it. A version is taken then by itself.');
export const nothingToRead = defineError('JF9713', 'nothing of the device can be read', 'A plugin that is enabled for the device must have resources that it has once, or whose instances were pushed before; "jackfield plugins" shows them.');
