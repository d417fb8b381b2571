import { defineError } from '../errors/index.ts';

export const nothingToAccept = defineError('JF9701', 'nothing drifts there', 'See "jackfield drift"; compare now with "jackfield drift --check".');
export const changedSinceCompared = defineError('JF9702', 'device changed since it was compared', 'Look at what it has now with "jackfield drift --check", then accept that.');
export const notAccepted = defineError('JF9703', 'device could not be read', 'What a device has is accepted only when it was read just then. See the reason, and try again.');
