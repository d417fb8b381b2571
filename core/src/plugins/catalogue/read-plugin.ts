import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { contributionKinds, sdkVersion, type Json, type JsonObject } from '@jackfield/sdk';
import { deprecations, manifestIssueText, pluginPackageSchema, type Deprecation, type Manifest, type PluginPackage } from '@jackfield/sdk/manifest';
import { isFields } from '@jackfield/sdk/runtime';
import { satisfies, valid, validRange } from 'semver';
import { z } from 'zod';
import { SourceFile } from '../../sites/index.ts';
import { manifestInvalid, manifestMissing, packageFileMissing, sdkMismatch } from '../errors.ts';
import type { InstalledPlugin } from '../installed-plugin.ts';
import { compileSchema } from '../schema-validation.ts';
import { deprecatedKeys } from './deprecated-keys.ts';
import { packageFileExists, readPackageFile, refuseEscapingLinks } from './package-files.ts';
import { leaveOutMissing } from './required-capabilities.ts';

const objectSchema = z.record(z.string(), z.json());

/** `@acme/jackfield-plugin-widget` and `@jackfield/plugin-widget` are both called `widget`. */
export function pluginId(packageName: string): string {
  return basename(packageName).replace(/^(jackfield-)?plugin-/, '');
}

function parsePackage(text: string, file: string): { readonly checked: PluginPackage; readonly written: unknown } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : '';
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? [];
    throw manifestInvalid(`package.json is not JSON: ${message}`, { place: { file, ...(line === undefined ? {} : { line: Number(line), column: Number(column) }) }, cause });
  }
  if (typeof json === 'object' && json !== null && !('jackfield' in json)) {
    throw manifestMissing('package.json has no "jackfield" key', { place: { file } });
  }
  const parsed = pluginPackageSchema.safeParse(json);
  if (!parsed.success) {
    const { issues } = parsed.error;
    // A key that is mistyped is also one that is missing: it says more where it stands.
    const first = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    // JSON is YAML too: so lines and columns are known.
    const path = [...(first?.path ?? []), ...(first?.code === 'unrecognized_keys' ? first.keys.slice(0, 1) : [])];
    const told = issues.map((issue) => ({ ...issue, message: manifestIssueText(issue) }));
    throw manifestInvalid(z.prettifyError({ issues: told }), { place: new SourceFile(file, text).keyPlace(path) });
  }
  return { checked: parsed.data, written: isFields(json) ? json['jackfield'] : null };
}

async function readSchema(directory: string, path: string): Promise<JsonObject> {
  const text = await readPackageFile(directory, path);
  try {
    return objectSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw manifestInvalid(`${path} is not a JSON Schema`, { place: { file: resolve(directory, path) }, cause });
  }
}

/** What a channel sets stands in files that people share: the host logs in, and no schema may ask for a secret. */
async function readNotifierSchema(directory: string, path: string): Promise<JsonObject> {
  const schema = await readSchema(directory, path);
  const secret = secretIn(schema);
  if (secret !== null) throw manifestInvalid(`${path} asks for a secret, ${secret}: a notifier has none, the device that a channel names is logged in to by credentials`, { place: { file: resolve(directory, path) } });
  return schema;
}

/** The first field that is marked as a secret. */
function secretIn(schema: Json | undefined, name = ''): string | null {
  if (typeof schema !== 'object' || schema === null) return null;
  if (!Array.isArray(schema) && isFields(schema) && (schema['writeOnly'] === true || schema['x-secret'] === true || schema['format'] === 'password')) return name;
  for (const [key, part] of Object.entries(schema)) {
    const found = secretIn(part, key);
    if (found !== null) return found;
  }
  return null;
}

/** Values that a command begins a change with and the schema of its resource would refuse. What is missing yet, the person adds. */
function requireFittingValues({ contributes: { commands } }: Manifest, schemas: InstalledPlugin['resourceSchemas'], plugin: string, { file, text }: { readonly file: string; readonly text: string }): void {
  for (const [name, { starts }] of Object.entries(commands)) {
    if (starts.kind !== 'change' || Object.keys(starts.values).length === 0) continue;
    const wrong = compileSchema(schemas.get(starts.resource) ?? {}, plugin).complaints(starts.values).find(({ path }) => path.length > 0);
    if (wrong === undefined) continue;
    const path = ['contributes', 'commands', name, 'starts', 'values', ...wrong.path];
    throw manifestInvalid(`${path.join('.')}: ${wrong.message}`, { place: new SourceFile(file, text).keyPlace(['jackfield', ...path]) });
  }
}

async function readScripts(directory: string, manifest: Manifest): Promise<InstalledPlugin['scripts']> {
  const scripts = new Map<string, { text: string; sha256: string }>();
  for (const [name, { file }] of Object.entries(manifest.permissions.ssh?.scripts ?? {})) {
    const text = await readPackageFile(directory, file);
    scripts.set(name, { text, sha256: createHash('sha256').update(text).digest('hex') });
  }
  return scripts;
}

/** Reads a plugin's folder. Throws a coded error that names the file for anything that is not as it must be. */
export async function readPlugin(directory: string, known: readonly Deprecation[] = deprecations): Promise<InstalledPlugin> {
  const file = join(directory, 'package.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw manifestMissing('package.json cannot be read', { place: { file }, cause });
  });
  const { checked, written } = parsePackage(text, file);
  const { name, version, engines, jackfield: manifest } = checked;
  if (valid(version) === null) throw manifestInvalid(`version "${version}" is not a version`, { place: { file } });
  if (validRange(engines.jackfield) === null || !satisfies(sdkVersion, engines.jackfield, { includePrerelease: true })) {
    throw sdkMismatch(`${name} ${version} wants SDK ${engines.jackfield}, this host has ${sdkVersion}`, { place: { file } });
  }
  const off = leaveOutMissing(manifest, `${name} ${version}`, file);
  await refuseEscapingLinks(directory);

  const { resources } = manifest.contributes;
  const hasCode = contributionKinds.some((kind) => Object.keys(manifest.contributes[kind]).length > 0);
  const entry = hasCode ? resolve(directory, manifest.main) : null;
  if (entry !== null && !(await packageFileExists(directory, manifest.main))) {
    throw packageFileMissing(`${manifest.main} is not there`, { place: { file: entry } });
  }
  const resourceSchemas = new Map<string, JsonObject>();
  for (const [resource, { schema }] of Object.entries(resources)) resourceSchemas.set(resource, await readSchema(directory, schema));
  const notifierSchemas = new Map<string, JsonObject>();
  for (const [notifier, { settings }] of Object.entries(manifest.contributes.notifiers)) if (settings !== undefined) notifierSchemas.set(notifier, await readNotifierSchema(directory, settings));
  requireFittingValues(manifest, resourceSchemas, pluginId(name), { file, text });
  const scripts = await readScripts(directory, manifest);
  const rights = JSON.stringify([manifest.permissions, [...scripts].map(([script, { sha256 }]) => [script, sha256])]);

  return {
    id: pluginId(name),
    packageName: name,
    version,
    directory,
    manifest,
    entry,
    resourceSchemas,
    settingsSchema: manifest.contributes.settings === undefined ? null : await readSchema(directory, manifest.contributes.settings),
    notifierSchemas,
    scripts,
    permissionsHash: createHash('sha256').update(rights).digest('hex'),
    points: {},
    off,
    deprecated: deprecatedKeys(written, known),
  };
}
