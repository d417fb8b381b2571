import { defineError, JackfieldError, SeveralProblems } from '../errors/index.ts';
import type { Configuration } from './configuration.ts';

const configurationNotValid = defineError('JF1000', 'configuration not valid', 'Mend the places named, then reload; until then the configuration before keeps running.');
export const configurationMissing = defineError('JF1001', 'no configuration', 'Write one with "jackfield init", or name its folder with --config.');
export const fileUnreadable = defineError('JF1002', 'configuration file not readable', 'Check that it is a file and that the daemon\'s user may read it.');
export const yamlInvalid = defineError('JF1003', 'not YAML', 'Look at the line named and the one before it: indentation, quotes, colons.');
export const duplicateKey = defineError('JF1004', 'key given twice', 'Keep one of the two.');
export const unknownKey = defineError('JF1005', 'unknown key', 'Remove it or mend its name; the JSON Schemas in @jackfield/core/schemas help the editor.');
export const valueInvalid = defineError('JF1006', 'value not valid', 'Mend the value at the place named.');
export const siteNameMismatch = defineError('JF1007', 'site file under another name', 'Name the file after its site: sites/<site>.yaml.');
export const duplicateName = defineError('JF1008', 'name given twice', 'Give each its own name.');
export const districtUnknown = defineError('JF1009', 'district not defined', 'Define it in organization.yaml under a region, or mend the name.');
export const networkInvalid = defineError('JF1010', 'not a network', 'Write the first address and the prefix length, such as 192.0.2.0/24.');
export const networksOverlap = defineError('JF1011', 'two networks overlap', 'An address belongs to one site: make the networks smaller or remove one.');
export const addressOutside = defineError('JF1012', 'address outside the site', 'Add its network to the site\'s networks or mend the address.');
export const credentialUnknown = defineError('JF1013', 'credentials not defined', 'Add the entry to credentials.yaml or mend the name.');
export const credentialKindUnfit = defineError('JF9433', 'credentials that the transport cannot use', 'Name an entry of credentials.yaml of a kind that the transport takes.');
export const scopeUnknown = defineError('JF1014', 'no such place', 'Name a region, district or site of the configuration.');
export const settingUnknown = defineError('JF1015', 'no such setting', 'See docs/operators/settings.md for all of them.');
export const deviceNotNamed = defineError('JF1016', 'no such device at the site', 'See "jackfield devices --site SITE" for those there are.');

export const credentialMissing = defineError('JF1020', 'no such credentials', 'Add the entry to credentials.yaml, then reload.');
export const literalSecret = defineError(
  'JF1021', 'secret in the clear',
  'Refer to it: {env: NAME} takes an environment variable, {file: PATH} a file, {vault: NAME} what "jackfield vault set NAME" stored.',
);
export const referenceMissing = defineError('JF1022', 'secret not found', 'Set the environment variable, write the file, or run "jackfield vault set NAME".');
export const vaultWrongKey = defineError('JF1030', 'vault does not open', 'Use the vault.key or the JACKFIELD_VAULT_PASSPHRASE it was written with; nothing was changed.');
export const vaultCorrupt = defineError('JF1031', 'vault damaged', 'Restore vault.json from a backup, or move it away and set its secrets again; nothing was changed.');
export const vaultEntryUnknown = defineError('JF1032', 'no such secret in the vault', 'See "jackfield vault list" for the names.');
export const vaultUnwritable = defineError('JF1033', 'vault not written', 'Check free space and rights of the folder; the vault before is untouched.');
export const vaultNameInvalid = defineError('JF1034', 'not a name for a secret', 'Use letters, digits, dots and hyphens.');
export const fileExists = defineError('JF1040', 'configuration exists already', 'Choose an empty folder, or edit the files that are there.');
export const fileNotWritten = defineError('JF1041', 'configuration not written', 'Choose a folder that you may write, on a disk with free space.');

export const fileNotConfiguration = defineError('JF1042', 'not a file of the configuration', 'See /api/configuration/files for those there are.');
export const fileNotEditable = defineError('JF1043', 'file not edited over the API', 'Edit it on the machine of the host.');
export const placeNotEditable = defineError('JF1044', 'key cannot be edited where it stands', 'Edit the file itself: an alias or a merge of YAML stands there.');
export const etagMissing = defineError('JF1045', 'not said which version is to be replaced', 'Read the file first, and send its etag along as If-Match: nothing is overwritten unseen.');
export const fileConflict = defineError('JF1046', 'file was edited meanwhile', 'Look at what somebody else wrote, put the two together, and save with its etag.');
export const credentialUsed = defineError('JF1047', 'credentials are in use', 'Name others at the places told, then remove them.');
export const credentialFieldUnfit = defineError('JF1048', 'credentials do not fit their kind', 'See docs/operators/configuration.md for what each kind has.');

/** Everything that is wrong with a configuration, each with its place. */
export class ConfigurationRefused extends SeveralProblems {
  readonly errors: readonly JackfieldError[];
  /** What can be read of it, for others to say what is wrong there too; never to run on. */
  readonly readable: Configuration | null;

  constructor(errors: readonly JackfieldError[], readable: Configuration | null = null) {
    const lines = errors.map((error) => `${error.where}: ${error.message} (${error.code})`);
    const [first] = errors;
    const message = lines.length === 1 ? lines.join() : `${lines.length} problems\n  ${lines.join('\n  ')}`;
    super(configurationNotValid.kind, message, first === undefined ? {} : { place: first.place, hint: first.hint });
    this.name = 'ConfigurationRefused';
    this.errors = errors;
    this.readable = readable;
  }
}

