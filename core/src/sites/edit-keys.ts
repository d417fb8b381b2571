import { isMap, isSeq, parseDocument, type Node } from 'yaml';
import type { Json } from '@jackfield/sdk';
import { valueIn } from './complaints.ts';
import { textOf } from './configuration-files.ts';
import type { Configuration, ConfigurationService, Scope } from './configuration.ts';
import { placeNotEditable, scopeUnknown, yamlInvalid } from './errors.ts';
import type { FileWritten } from './file-write.ts';
import { organizationFile, sitesFolder } from './read-files.ts';
import { SourceFile } from './source-file.ts';
import { addToYaml, setInYaml, unsetInYaml } from './yaml-edit.ts';

/** A layer of the cascade that a file may say something at. */
export type EditLayer = Scope | { readonly level: 'policy' };

/** What a layer is to say of a dotted key, such as `plugins.snmp-switch.version`; undefined for nothing. */
export interface KeyEdit {
  readonly key: string;
  readonly value: Json | undefined;
}

/** What a layer said of a key, and says now. */
export interface KeyEdited {
  readonly key: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

type Path = readonly (string | number)[];

/** The file of a layer. Throws for a place that the configuration does not have. */
export function fileOf(layer: EditLayer, { sites }: Pick<Configuration, 'sites'>): string {
  if (layer.level !== 'site' && layer.level !== 'device') return organizationFile;
  if (!sites.has(layer.site)) throw scopeUnknown(`there is no site ${layer.site}`);
  return `${sitesFolder}/${layer.site}.yaml`;
}

/** Where a layer stands in its file; a device that the file does not name is added to it. */
function baseOf(layer: EditLayer, text: string, { organization: { regions } }: Pick<Configuration, 'organization'>): { readonly base: Path; readonly text: string } {
  switch (layer.level) {
    case 'organization':
    case 'site':
      return { base: [], text };
    case 'policy':
      return { base: ['policy'], text };
    case 'region':
      return { base: ['regions', layer.region], text };
    case 'district': {
      const region = regions.find(({ districts }) => districts.some(({ id }) => id === layer.district));
      if (region === undefined) throw scopeUnknown(`there is no district ${layer.district}`);
      return { base: ['regions', region.id, 'districts', layer.district], text };
    }
    case 'device': {
      const devices = parseDocument(text).get('devices', true);
      const named: readonly Node[] = isSeq<Node>(devices) ? devices.items : [];
      const at = named.findIndex((device) => isMap(device) && device.get('name') === layer.device);
      return at < 0 ? { base: ['devices', named.length], text: addToYaml(text, ['devices'], { name: layer.device }) } : { base: ['devices', at], text };
    }
  }
}

/** The text of a layer's file with some keys set or taken away, and what they said before. Comments and order stay. */
export function withKeys(before: string, layer: EditLayer, edits: readonly KeyEdit[], configuration: Pick<Configuration, 'organization'>): { readonly text: string; readonly edited: readonly KeyEdited[] } {
  const source = new SourceFile(organizationFile, before);
  // What is no YAML is not written anew by a machine.
  if (source.errors[0] !== undefined) throw yamlInvalid('the file is no YAML: mend it first', { place: source.errors[0].place });
  const isSetting = edits.some(({ value }) => value !== undefined);
  const found = isSetting ? baseOf(layer, before, configuration) : { ...baseOf(layer, before, configuration), text: before };
  let { text } = found;
  const edited = edits.map(({ key, value }): KeyEdited => {
    const path = pathOf(found.base, key);
    const said: unknown = valueIn(source.value, path);
    // A place stays when it says nothing more; a policy that says nothing is none.
    text = value === undefined ? unsetInYaml(text, path, layer.level === 'policy' ? 0 : found.base.length) : setInYaml(text, path, value);
    return { key, before: said === undefined ? undefined : JSON.parse(JSON.stringify(said)), after: value };
  });
  return { text, edited };
}

/** Settings stand under `settings`, plugins beside it. */
function pathOf(base: Path, key: string): Path {
  const steps = key.split('.');
  if (steps.some((step) => step === '') || (steps[0] === 'plugins' && steps.length < 3)) throw placeNotEditable(`${key} is no key of one value`, { hint: 'Name one such as plugins.snmp-switch.enabled or health.attempts.' });
  return steps[0] === 'plugins' ? [...base, ...steps] : [...base, 'settings', ...steps];
}

/** Edits one layer in its file, as `ConfigurationService.write` does. */
export async function editKeys(configuration: Pick<ConfigurationService, 'current' | 'write'>, layer: EditLayer, edits: readonly KeyEdit[], seen: string | null, person: string): Promise<{ readonly written: FileWritten; readonly edited: readonly KeyEdited[] }> {
  const { current } = configuration;
  let edited: readonly KeyEdited[] = [];
  const text = (before: string | null): string => {
    const made = withKeys(before ?? '', layer, edits, current);
    edited = made.edited;
    return made.text;
  };
  const written = await configuration.write({ file: fileOf(layer, current), etag: seen, text }, person);
  return { written, edited };
}

/** What a layer itself says of keys, as its file stands. */
export async function saidAt({ current }: Pick<ConfigurationService, 'current'>, layer: EditLayer, keys: readonly string[]): Promise<readonly KeyEdit[]> {
  const text = (await textOf(current.directory, fileOf(layer, current))) ?? '';
  return withKeys(text, layer, keys.map((key) => ({ key, value: undefined })), current).edited.map(({ key, before }) => ({ key, value: before }));
}
