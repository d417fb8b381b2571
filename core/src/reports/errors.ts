import { defineError } from '../errors/index.ts';

export const monthAhead = defineError('JF5201', 'the month is still to come', 'Name a month that has begun, such as the one before this.');
export const reportUnmade = defineError('JF5203', 'a report that is due cannot be made', 'It is tried again until it can be; mend what the message names.');
export const fileUnknown = defineError('JF5202', 'a report has no such file', 'It has report.html, and a .csv for each of its tables.');
