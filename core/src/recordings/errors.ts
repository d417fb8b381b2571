import { defineError } from '../errors/index.ts';

export const recordingInvalid = defineError('JF9300', 'a recording cannot be read', 'The message names the line. `docs/integrators/recordings.md` describes the format; sdk/schemas/recording.json completes it in editors.');
export const recordingHoldsSecret = defineError('JF9301', 'a recording holds what looks like a secret', 'Take it out, in both files when a copy was committed. What is no secret is named under `allowed:` with its line and a reason.');
export const operationNotRecorded = defineError('JF9302', 'a plugin asks for what was not recorded', 'Record the device anew ("jackfield record"), add the exchange by hand, or find out why the plugin asks for it.');
export const nothingToRecord = defineError('JF9303', 'there is nothing to record', 'Name a plugin that is enabled at the device\'s site: "jackfield device NAME" tells which ones manage it.');
export const keyMissing = defineError('JF9304', 'the key of a resource is not understood', 'Write --read RESOURCE:FIELD=VALUE with the key fields of the manifest, such as port:port=ether1.');
export const importUnknown = defineError('JF9305', 'a file cannot be imported as a recording', 'Say what it is with --as snmp (a .snmprec walk) or --as ami (an AMI dialogue).');
export const recordingExists = defineError('JF9306', 'the file is there already', 'Nothing was written. --force replaces what is there; or name another file or folder.');
