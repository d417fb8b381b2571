import { defineError } from '../errors/index.ts';

export const noDevelopmentDevice = defineError('JF9401', 'there is no such device to develop on', 'Name a device of conformance.yaml, a .snmprec recording, or a YAML file that describes a device.');
