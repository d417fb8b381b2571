import { defineError } from '../errors/index.ts';

export const manifestMissing = defineError('JF2001', 'no manifest', 'A plugin folder holds a package.json with a "jackfield" key; remove the folder from "plugins:" or mend it.');
export const manifestInvalid = defineError('JF2002', 'manifest not valid', 'Mend the named key; the JSON Schema in @jackfield/sdk/schemas/manifest.json helps the editor find it.');
export const sdkMismatch = defineError('JF2003', 'plugin made for another SDK', 'Install a version of the plugin whose engines.jackfield range holds this SDK, or update Jackfield.');
export const packageEscape = defineError('JF2004', 'plugin package leads outside itself', 'Replace the link by the file itself: a plugin may only hold what lies in its own folder.');
export const packageFileMissing = defineError('JF2005', 'plugin file missing', 'Build the plugin (npm run build) or mend the path in the manifest.');
export const duplicatePlugin = defineError('JF2006', 'plugin installed twice', 'Keep one folder of the two; the first found is used.');
export const contributionUnknown = defineError('JF2007', 'contribution to an unknown point', 'Install the plugin that defines the point, or remove the key from "contributes".');
export const contributedDataInvalid = defineError('JF2008', 'contributed data not valid', 'Mend the named file; the schema of the contribution point says what it may hold.');
export const pluginUnknown = defineError('JF2010', 'no such plugin', 'See "jackfield plugins" for those installed.');
export const pluginNotEnabled = defineError('JF2011', 'plugin not enabled here', 'Enable it for the site: plugins.<id>.enabled: true, then reload.');
export const contributionMissing = defineError('JF2012', 'plugin has no such contribution', 'See "jackfield plugins" for what it contributes.');
export const leaseMissing = defineError('JF2013', 'write without the lease of the device', 'Writing phases run only inside a change: use "jackfield plan" and "jackfield apply".');
export const answerInvalid = defineError('JF2014', 'plugin answered garbage', 'Report it to the plugin\'s author with the text above; other plugins are not affected.');
export const settingsSchemaInvalid = defineError('JF2015', 'schema of the plugin not valid', 'Report it to the plugin\'s author: the JSON Schema file does not compile.');
export const settingsInvalid = defineError('JF2017', 'settings of a plugin not valid', 'Mend the value at the place named; the plugin\'s README and its settings schema say what it takes.');
export const pluginWithoutCode = defineError('JF2016', 'plugin has no code', 'It contributes data only; nothing of it can be called.');
