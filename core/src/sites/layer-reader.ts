import type { Json, JsonObject } from '@jackfield/sdk';
import type { JackfieldError } from '../errors/index.ts';
import { isMapping, type Layer } from './cascade.ts';
import { complaintErrors, complaints, partialComplaints } from './complaints.ts';
import type { SourcePlace } from './configuration.ts';
import { kindsFor, type DeclaredCredentials } from './credentials/index.ts';
import { credentialKindUnfit, credentialUnknown } from './errors.ts';
import type { LevelFile } from './file-schemas.ts';
import { mended } from './mended.ts';
import type { SettingSchemas } from './setting-defaults.ts';
import type { Path, SourceFile } from './source-file.ts';
import type { z } from 'zod';
import { didYouMean } from '@jackfield/sdk/manifest';

/** Reads what each file says and gathers everything that is wrong, instead of stopping at the first. */
export class LayerReader {
  readonly errors: JackfieldError[] = [];
  readonly #schemas: SettingSchemas;
  readonly #credentials: DeclaredCredentials;

  constructor(schemas: SettingSchemas, credentials: DeclaredCredentials) {
    this.#schemas = schemas;
    this.#credentials = credentials;
  }

  /** The file's value by its schema, without what does not fit: that is an error, and the rest is judged all the same. Null when nothing is left. */
  shaped<Schema extends z.ZodType>(source: SourceFile, schema: Schema): z.infer<Schema> | null {
    if (source.errors.length > 0) return null;
    // An empty file is an empty mapping: what it lacks is then said by name.
    const value = source.value ?? {};
    this.errors.push(...complaintErrors(source, complaints(schema, value)));
    return mended(schema, value);
  }

  /** One layer of the cascade: the `settings` and `plugins` found under `base`. */
  layer(layer: Layer['layer'], name: string, source: SourceFile, base: Path, given: LevelFile | null | undefined): Layer {
    const settings: JsonObject = given?.settings ?? {};
    this.#checkSettings(source, [...base, 'settings'], settings);
    const plugins = Object.entries(given?.plugins ?? {}).filter(([, plugin]) => plugin !== null);
    const tree: JsonObject = plugins.length === 0 ? settings : { ...settings, plugins: JSON.parse(JSON.stringify(Object.fromEntries(plugins))) };
    return { layer, name, tree, place: (path) => source.place(path[0] === 'plugins' ? [...base, ...path] : [...base, 'settings', ...path]) };
  }

  #checkSettings(source: SourceFile, base: Path, settings: JsonObject): void {
    const known = Object.keys(this.#schemas);
    for (const [key, value] of Object.entries(settings)) {
      const schema = Object.hasOwn(this.#schemas, key) ? this.#schemas[key] : undefined;
      if (schema !== undefined) this.errors.push(...complaintErrors(source, partialComplaints(schema, value), [...base, key]));
      else if (known.length > 0 || key === 'plugins') {
        this.errors.push(...complaintErrors(source, [{ path: [key], message: `unknown key "${key}"`, unknown: { key, known } }], base));
      }
    }
    this.#checkCredentials(source, [...base, 'transports'], settings.transports);
    this.#checkNotifications(source, [...base, 'notifications'], settings.notifications);
  }

  #checkCredentials(source: SourceFile, base: Path, transports: unknown): void {
    const known = this.#credentials.names;
    // Of a credentials.yaml that cannot be read, nothing can be said about names.
    if (known === null || typeof transports !== 'object' || transports === null) return;
    for (const [transport, value] of Object.entries(transports)) {
      if (typeof value !== 'object' || value === null) continue;
      if ('jump' in value) this.#checkHops(source, [...base, transport, 'jump'], transport, value.jump);
      if (!('credentials' in value)) continue;
      // One name, a list of them, or one a port.
      const { credentials: named } = value;
      const names: readonly (readonly [readonly (string | number)[], unknown])[] =
        typeof named !== 'object' || named === null ? [[[], named]] : Object.entries(named).map(([key, name]) => [[Array.isArray(named) ? Number(key) : key], name]);
      for (const [path, name] of names) {
        this.checkName(transport, name, source.place([...base, transport, 'credentials', ...path]));
      }
    }
  }

  #checkNotifications(source: SourceFile, base: Path, settings: Json | undefined): void {
    if (!isMapping(settings)) return;
    const { mail, channels } = settings;
    if (isMapping(mail)) this.checkName('mail', mail.credentials, source.place([...base, 'mail', 'credentials']));
    if (!isMapping(channels)) return;
    for (const [name, channel] of Object.entries(channels)) {
      if (isMapping(channel)) this.checkName('webhook', channel.credentials, source.place([...base, 'channels', name, 'credentials']));
    }
  }

  #checkHops(source: SourceFile, base: Path, transport: string, jump: unknown): void {
    const hops: readonly (readonly [Path, unknown])[] = Array.isArray(jump) ? jump.map((hop: unknown, place) => [[place], hop]) : [[[], jump]];
    for (const [path, hop] of hops) {
      if (typeof hop === 'object' && hop !== null && 'credentials' in hop) this.checkName(transport, hop.credentials, source.place([...base, ...path, 'credentials']));
    }
  }

  /** That credentials.yaml has the entry, and that it is of a kind for this. */
  checkName(transport: string, name: unknown, place: SourcePlace): void {
    const known = this.#credentials.names;
    if (typeof name !== 'string' || known === null) return;
    if (known.includes(name)) this.#checkKind(transport, name, place);
    else this.errors.push(credentialUnknown(`there is no entry ${name} in credentials.yaml`, { place, ...meant(name, known) }));
  }

  #checkKind(transport: string, name: string, place: SourcePlace): void {
    const { kinds } = this.#credentials;
    const said = kinds.get(name);
    const fit = kindsFor(transport);
    if (said === undefined || fit === null || fit.includes(said.kind)) return;
    const others = [...kinds].flatMap(([other, { kind }]) => (fit.includes(kind) ? [other] : []));
    const next = others.length > 0 ? `Name one of that kind: ${others.join(', ')}.` : `Add an entry of kind ${fit.join(' or ')} to credentials.yaml and name it here.`;
    this.errors.push(credentialKindUnfit(`${name} is of kind ${said.kind} (${said.place.file}:${said.place.line}); ${transport} takes ${fit.join(' or ')}`, { place, hint: next }));
  }
}

/** A hint that names the word meant, when one is near. */
export function meant(word: string, known: Iterable<string>): { hint?: string } {
  const near = didYouMean(word, known);
  return near === null ? {} : { hint: `Did you mean "${near}"?` };
}
