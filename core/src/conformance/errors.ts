import { defineError } from '../errors/index.ts';

export const conformanceFileInvalid = defineError('JF9201', 'conformance.yaml not valid', 'Mend the named key. It says which devices the plugin is tried on, and which pushes.');
export const pluginNotReady = defineError('JF2252', 'plugin does not work in this host as it should', 'Install a version of the plugin that says it works with this SDK, or stay with the host that runs it now.');
export const nothingToTry = defineError('JF9202', 'no conformance.yaml', 'Write one beside package.json: the devices to try the plugin on, and a spec for each resource.');
export const noSuchDevice = defineError('JF9203', 'no such device in the configuration', 'Name one that a site\'s file lists under "devices", or give an address in a site\'s networks; --config names the folder.');
