import { defineError } from '../errors/index.ts';

export const conformanceFileInvalid = defineError('JF9201', 'conformance.yaml not valid', 'Mend the named key. It says which devices the plugin is tried on, and which pushes.');
export const nothingToTry = defineError('JF9202', 'no conformance.yaml', 'Write one beside package.json: the devices to try the plugin on, and a spec for each resource.');
