import type { MemoryFiles } from '../files/index.ts';
import { readConfig, type ConfigSection } from './config-file.ts';
import { aorOptions, authOptions, endpointOptions, identifyOptions, registrationOptions, writtenAs, type OptionTable } from './pjsip-options.ts';

export const pjsipTypes = { endpoint: endpointOptions, aor: aorOptions, auth: authOptions, registration: registrationOptions, identify: identifyOptions } as const;

export type PjsipType = keyof typeof pjsipTypes;

/** An object of pjsip.conf that was taken, with the values as the manager shows them. */
export interface PjsipObject {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

export type PjsipObjects = { readonly [Type in PjsipType]: ReadonlyMap<string, PjsipObject> };

export const noObjects: PjsipObjects = { endpoint: new Map(), aor: new Map(), auth: new Map(), registration: new Map(), identify: new Map() };

/** Formats that Asterisk has built in, as `core show codecs` names them. An object that names another is not taken. */
const formats = new Set([
  'all', 'ulaw', 'alaw', 'gsm', 'g722', 'g723', 'g726', 'g726aal2', 'g729', 'ilbc', 'speex', 'speex16', 'speex32', 'slin', 'slin12', 'slin16', 'slin24', 'slin32', 'slin44', 'slin48',
  'slin96', 'slin192', 'siren7', 'siren14', 'opus', 'adpcm', 'lpc10', 'testlaw', 'codec2', 'silk8', 'silk12', 'silk16', 'silk24', 'h261', 'h263', 'h263p', 'h264', 'h265', 'mpeg4', 'vp8',
  'vp9', 'jpeg', 'png', 't140', 'red',
]);

const yes = new Set(['yes', 'true', 'y', 't', '1', 'on']);
const no = new Set(['no', 'false', 'n', 'f', '0', 'off']);

/** The value as the manager shows it; null when the option does not take it. */
function shown(option: string, fallback: string, value: string): string | null {
  if (fallback === 'true' || fallback === 'false') return yes.has(value.toLowerCase()) ? 'true' : no.has(value.toLowerCase()) ? 'false' : null;
  if (/^\d+\.\d+$/.test(fallback)) return Number.isNaN(Number(value)) ? null : Number(value).toFixed(6);
  // Type of service goes by name as well.
  if (/^\d+$/.test(fallback) && !option.startsWith('tos_')) return /^\d+$/.test(value) ? value : null;
  return value;
}

/** Addresses are shown as the networks that they are alone in. */
function networks(addresses: string): string {
  return addresses.split(',').map((each) => each.trim()).map((address) => (address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`)).join(',');
}

/** An object of its section; null when an option is unknown or has a value that it does not take. */
function objectOf(section: ConfigSection, table: OptionTable): PjsipObject | null {
  const values = new Map(table);
  const codecs: string[] = [];
  for (const [key, value] of section.lines) {
    if (key === 'type' || key === 'disallow') continue;
    const option = writtenAs.get(key) ?? key;
    const fallback = table.get(option);
    if (fallback === undefined) return null;
    if (option === 'allow') codecs.push(...value.split(',').map((codec) => codec.trim()));
    if (codecs.some((codec) => !formats.has(codec.replace(/^!/, '').replace(/:\d+$/, '')))) return null;
    const text = option === 'contacts' ? `${section.name}/${value}` : option === 'match' ? networks(value) : shown(option, fallback, value);
    if (text === null) return null;
    values.set(option, text);
  }
  if (codecs.length > 0) values.set('allow', `(${codecs.join('|')})`);
  return { name: section.name, values };
}

/**
 * What pjsip.conf makes of the objects there were, as res_pjsip does it: an object that is wrong is left out without a
 * word and the old one of its name stays; two of one name void their whole type; a file that cannot be read changes nothing.
 */
export function readPjsipObjects(files: MemoryFiles, folder: string, old: PjsipObjects): PjsipObjects {
  const all = readConfig(files, folder, 'pjsip.conf');
  if (typeof all === 'string') return old;
  const sections = all.filter(({ isTemplate }) => !isTemplate);
  const read = (type: PjsipType): ReadonlyMap<string, PjsipObject> => {
    const own = sections.filter((section) => section.lines.findLast(([key]) => key === 'type')?.[1] === type);
    if (new Set(own.map(({ name }) => name)).size < own.length) return old[type];
    const objects = own.map((section) => objectOf(section, pjsipTypes[type]) ?? old[type].get(section.name) ?? null);
    return new Map(objects.filter((object) => object !== null).sort((one, other) => (one.name < other.name ? -1 : 1)).map((object) => [object.name, object]));
  };
  return { endpoint: read('endpoint'), aor: read('aor'), auth: read('auth'), registration: read('registration'), identify: read('identify') };
}
