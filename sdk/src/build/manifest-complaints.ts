import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import type { Manifest } from '../contract/manifest.ts';
import { contributionKinds } from '../contract/plugin.ts';
import type { Complaint } from './complaint.ts';
import type { PackageSource } from './package-source.ts';
import { schemaFile } from './schema-file.ts';

/** A file that the manifest names, and where. */
interface NamedFile {
  readonly path: readonly string[];
  readonly file: string;
}

const ownKeys: readonly string[] = [...contributionKinds, 'dashboards', 'commands', 'settings'];

/** Schemas of what channels set of notifiers. */
function notifierSchemas({ notifiers }: Manifest['contributes']): readonly (NamedFile & { readonly name: string })[] {
  return Object.entries(notifiers).flatMap(([name, { settings }]) => (settings === undefined ? [] : [{ name, path: ['jackfield', 'contributes', 'notifiers', name, 'settings'], file: settings }]));
}

function namedFiles({ contributes, points, permissions }: Manifest): readonly NamedFile[] {
  const at = ['jackfield', 'contributes'];
  return [
    ...Object.entries(contributes.resources).map(([name, { schema }]) => ({ path: [...at, 'resources', name, 'schema'], file: schema })),
    ...notifierSchemas(contributes),
    ...(contributes.settings === undefined ? [] : [{ path: [...at, 'settings'], file: contributes.settings }]),
    ...Object.entries(points).map(([name, { schema }]) => ({ path: ['jackfield', 'points', name, 'schema'], file: schema })),
    ...Object.entries(permissions.ssh?.scripts ?? {}).map(([name, { file }]) => ({ path: ['jackfield', 'permissions', 'ssh', 'scripts', name, 'file'], file })),
  ];
}

/** Files for the points of other plugins, by pattern. */
export function namedPatterns({ contributes }: Manifest): readonly NamedFile[] {
  return Object.entries(contributes).flatMap(([point, patterns]) =>
    ownKeys.includes(point) || !Array.isArray(patterns) ? [] : patterns.map((file, at) => ({ path: ['jackfield', 'contributes', point, String(at)], file: String(file) })));
}

export function hasCode({ contributes }: Manifest): boolean {
  return contributionKinds.some((kind) => Object.keys(contributes[kind]).length > 0);
}

function isShipped(file: string, files: readonly string[]): boolean {
  return files.map((entry) => entry.replace(/^\.?\//, '').replace(/\/+$/, '')).some((entry) => file === entry || file.startsWith(`${entry}/`) || matchesGlob(file, entry));
}

function keysOutside(directory: string, { contributes }: Manifest): readonly { readonly path: readonly string[]; readonly message: string }[] {
  return Object.entries(contributes.resources).flatMap(([name, { schema, key }]) => {
    const text = existsSync(join(directory, schema)) ? readFileSync(join(directory, schema), 'utf8') : '{}';
    const json: unknown = JSON.parse(text);
    const properties = typeof json === 'object' && json !== null && 'properties' in json ? json.properties : null;
    const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : null;
    return known === null ? [] : key.filter((field) => !known.includes(field)).map((field) => ({ path: ['jackfield', 'contributes', 'resources', name, 'key'], message: `${schema} has no field "${field}"` }));
  });
}

/** Schemas that src/schemas.ts does not make for what they stand at: `definePlugin` goes by the name, the host by the file. */
function schemasAside(directory: string, { contributes }: Manifest): readonly NamedFile[] {
  if (!existsSync(join(directory, 'src/schemas.ts'))) return [];
  const { resources, settings } = contributes;
  const at = ['jackfield', 'contributes'];
  const named = [...notifierSchemas(contributes), ...Object.entries(resources).map(([name, { schema }]) => ({ name, file: schema, path: [...at, 'resources', name, 'schema'] })), ...(settings === undefined ? [] : [{ name: 'settings', file: settings, path: [...at, 'settings'] }])];
  return named.filter(({ name, file }) => file.replace(/^\.\//, '') !== schemaFile(name) && existsSync(join(directory, file)));
}

/** Where a manifest and the files of its package have drifted apart. Run it after the schemas are generated. */
export function manifestComplaints(directory: string, source: PackageSource, manifest: Manifest, files: readonly string[] | null): readonly Complaint[] {
  const named = namedFiles(manifest);
  const patterns = namedPatterns(manifest);
  const missing = [
    ...named.filter(({ file }) => !existsSync(join(directory, file))).map(({ path, file }) => source.at(path, `${file} is not there`)),
    ...patterns.filter(({ file }) => globSync(file, { cwd: directory }).length === 0).map(({ path, file }) => source.at(path, `no file fits ${file}`)),
  ];
  const scripts = existsSync(join(directory, 'scripts')) ? readdirSync(join(directory, 'scripts'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : [];
  const unlisted = scripts.map(({ name }) => `scripts/${name}`).filter((script) => !named.some(({ file }) => file === script));
  const shipped = [...named, ...(hasCode(manifest) ? [{ path: ['files'], file: manifest.main }] : []), ...patterns];
  return [
    ...missing,
    ...unlisted.map((script) => source.at(['jackfield', 'permissions', 'ssh', 'scripts'], `${script} is in the package and not listed, so nothing can run it`)),
    ...(files === null ? [] : shipped.filter(({ file }) => !isShipped(file, files)).map(({ file }) => source.at(['files'], `"files" leaves out ${file}, so the published package lacks it`))),
    ...schemasAside(directory, manifest).map(({ path, file }) => source.at(path, `${file} is not the schema that src/schemas.ts exports by this name: ${schemaFile(path.at(-1) === 'schema' ? (path.at(-2) ?? '') : 'settings')}`)),
    ...keysOutside(directory, manifest).map(({ path, message }) => source.at(path, message)),
    ...(hasCode(manifest) && !existsSync(join(directory, 'src/plugin.ts')) && !existsSync(join(directory, manifest.main)) ? [source.at(['jackfield', 'contributes'], 'src/plugin.ts is not there, and these contributions need code')] : []),
  ];
}
