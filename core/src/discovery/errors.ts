import { defineError } from '../errors/index.ts';

export const networkTooLarge = defineError('JF4101', 'network too large to sweep', 'Split it into networks of at most /16 (IPv4), or declare the devices of an IPv6 network by address.');
export const siteUnknown = defineError('JF4102', 'no such site', 'The files in sites/ name them.');
export const assignedSilent = defineError('JF4103', 'a plugin cannot look at a device that it manages', 'It goes on managing the device, and its checks say what is wrong. When the device is no longer of its kind, "jackfield remove DEVICE" and "jackfield discover" begin anew.');
export const networkNotAsked = defineError('JF4104', 'network too large to ask without echoes', 'Install fping (Debian: apt install fping), or name its devices under "devices:" of the site, with their address.');
export const nothingToLookWith = defineError('JF4105', 'no plugin to discover with', '"jackfield plugins" lists what is installed and what was refused; "plugins:" in jackfield.yaml names their folders, "plugins:" of a site or above it enables them.');
export const engineIdShared = defineError('JF4106', 'two devices have one SNMP engine id', 'They were made from one image: give one a new engine id (most make one when the old is deleted and the agent starts). SNMPv3 is refused now and then while two share one, and traps cannot be told apart.');
export const networkOutside = defineError('JF4107', 'network of no site', 'Only the networks of a site are swept: they stand under "networks:" in its file, and what is asked for lies within one of them.');
export const runUnknown = defineError('JF4108', 'no such discovery', 'Those since the start of the daemon are listed by "jackfield discover --list".');
export const anotherRuns = defineError('JF4109', 'another discovery runs', 'One runs at a time: wait until it is over, or end it.');
