import { defineError } from '../errors/index.ts';

export const nothingRemembered = defineError('JF9720', 'no configuration of the device is remembered', 'See "jackfield history DEVICE"; give a later time with --at, or set the replacement up by a change.');
export const notBegun = defineError('JF9721', 'no recovery of the device was begun', 'Begin it with "jackfield recover DEVICE begin".');
export const stepUnknown = defineError('JF9722', 'no such step for people to do', 'Give what was restored, as "jackfield recover DEVICE" lists it; the host itself sees whether the other steps are done.');
export const replacementMissing = defineError('JF9723', 'replacement is not there', 'Give it power and an address of the site, run "jackfield discover", and see that the plugins of the lost device manage it.');
export const notATime = defineError('JF9724', 'not a time', 'Write it as 2026-05-04T03:00:00Z.');
