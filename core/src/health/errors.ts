import { defineError } from '../errors/index.ts';

export const unknownIncident = defineError('JF5001', 'no such incident', 'List the incidents with `jackfield incidents`.');
export const incidentResolved = defineError('JF5002', 'the incident is resolved already', 'List the open ones with `jackfield incidents`.');
export const unknownDevice = defineError('JF5003', 'no such device', 'List the devices with `jackfield devices`.');
export const unknownCheck = defineError('JF5004', 'no such check on this device', 'See the checks of a device with `jackfield device NAME`.');
export const settingsRefused = defineError('JF5005', 'a health setting has the wrong shape', 'Run `jackfield explain health --site SITE` to see which file sets it.');
export const checkLost = defineError('JF5006', 'a check did not come back by its deadline', 'See the state of the plugin with `jackfield plugins`.');
export const resultStale = defineError('JF5007', 'no result came for three intervals', 'See `jackfield status` for the schedule lag and the plugin.');
export const deviceDown = defineError('JF5008', 'the device does not answer', 'Look at its power and its uplink; checks go on when it answers again.');
export const checkFailed = defineError('JF5009', 'a check failed in the host', 'Report this with the lines of the log around it.');
