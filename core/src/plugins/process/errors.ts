import { defineError } from '../../errors/index.ts';

export const processDied = defineError('JF2100', 'plugin process ended during a call', 'It is started again by itself; "jackfield plugins" shows how often and why. Report it to the plugin\'s author.');
export const activationRefused = defineError('JF2101', 'plugin refused at activation', 'The code does not do what the manifest declares, or does not load: install a mended version of the plugin.');
export const pluginWaiting = defineError('JF2102', 'plugin waits to be started again', 'It is tried again by itself within a minute; the reason of its last end stands in the message.');
export const pluginQuarantined = defineError('JF2103', 'plugin quarantined', 'It failed again and again. Mend or update it, then "jackfield release PLUGIN".');
export const pluginHung = defineError('JF2104', 'plugin hung', 'It stopped answering and was ended. Report the call named here to the plugin\'s author.');
export const callTimedOut = defineError('JF2105', 'call took too long', 'The plugin did not answer within the deadline. See the device\'s operations in the log, or give the check a longer deadline.');
export const pluginFault = defineError('JF2106', 'plugin failed', 'A mistake in the plugin, not in the device: report it to its author with the text above.');
export const pluginStopped = defineError('JF2107', 'plugin stopped', 'The host is going down or the plugin was disabled.');
export const protocolBroken = defineError('JF2108', 'plugin broke the protocol', 'It was ended. Only a plugin that attacks its host, or is made for another one, does that.');
export const memoryExceeded = defineError('JF2109', 'plugin took too much memory', 'It was ended. Report it to the plugin\'s author; other plugins are not affected.');
export const operationForNobody = defineError('JF2110', 'operation outside of a call', 'A plugin may use a device only while the host has called it for that device.');
export const pluginNotRunning = defineError('JF9500', 'plugin does not run', 'Only a running process has a profile: have it do something first, such as "jackfield check DEVICE".');
export const profileLate = defineError('JF9501', 'profile did not come', 'The plugin is too busy to give it. If it hangs it is ended, and "jackfield crashes" shows where it was.');
export const runtimeMissing = defineError('JF2111', 'plugin runtime not built', 'Run "npm run build".');
export const protocolMismatch = defineError('JF2250', 'plugin and host speak different protocols', 'The message says which of the two to update.');
