import { dirname, resolve } from 'node:path';
import type { JackfieldError } from '../errors/index.ts';
import type { Configuration, DaemonSettings } from './configuration.ts';
import { ConfigurationRefused, scopeUnknown, valueInvalid } from './errors.ts';
import { daemonSchema, type DaemonFile } from './file-schemas.ts';
import { LayerReader } from './layer-reader.ts';
import { LoadedConfiguration } from './loaded-configuration.ts';
import { pluginLockSchema } from './plugin-lock.ts';
import { readFiles, type TextsInstead } from './read-files.ts';
import { readOrganization } from './read-organization.ts';
import { readSites } from './read-sites.ts';
import { defaultLayer, type SettingSchemas } from './setting-defaults.ts';
import type { SourceFile } from './source-file.ts';
import { trustSchema } from './trust.ts';
import { wholeSettingErrors } from './whole-settings.ts';

export interface LoadOptions {
  /** Schemas of the keys under `settings`; with them unknown keys are refused and defaults are explained. */
  readonly schemas?: SettingSchemas;
  /** Texts to look at in place of files on disk: nothing is written. */
  readonly instead?: TextsInstead;
}

/** Longest path of a Unix socket in bytes: sun_path of unix(7) without its end. */
const socketPathLimit = 107;

/**
 * Reads and checks the configuration of a folder. Throws `ConfigurationRefused` with everything that is wrong, each
 * with file, line and column.
 */
export async function loadConfiguration(directory: string, options: LoadOptions = {}): Promise<Configuration> {
  const root = resolve(directory);
  const schemas = options.schemas ?? {};
  const files = await readFiles(root, options.instead);
  const reader = new LayerReader(schemas, files.credentials);
  reader.errors.push(...files.errors);
  const daemon = readDaemon(reader, root, files.daemon);
  const organization = readOrganization(reader, files.organization);
  const { sites, layers, devices, networks } = readSites(reader, files.sites, organization?.regionOf ?? null);
  const pluginLock = reader.shaped(files.pluginLock, pluginLockSchema);
  const trust = reader.shaped(files.trust, trustSchema);
  if (organization === null || daemon === null || pluginLock === null || trust === null) throw new ConfigurationRefused(inOrder(reader.errors));
  checkProvider(reader, files.daemon, daemon, { organization: organization.organization, sites });
  const { layer, regions, districts, policy } = organization;
  const loaded = new LoadedConfiguration({
    directory: root,
    etag: files.etag,
    daemon,
    organization: organization.organization,
    sites,
    pluginLock,
    trust,
    networks,
    schemas,
    layers: { defaults: defaultLayer(schemas), organization: layer, regions, districts, sites: layers, devices, policy },
  });
  reader.errors.push(...wholeSettingErrors(loaded, schemas));
  if (reader.errors.length > 0) throw new ConfigurationRefused(inOrder(reader.errors), loaded);
  return loaded;
}

/** File by file as they were read, from the top down. */
function inOrder(errors: readonly JackfieldError[]): JackfieldError[] {
  const files = [...new Set(errors.map(({ place }) => place.file))];
  return errors.toSorted((a, b) =>
    files.indexOf(a.place.file) - files.indexOf(b.place.file) || (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0));
}

function readDaemon(reader: LayerReader, root: string, source: SourceFile): DaemonSettings | null {
  const file = reader.shaped(source, daemonSchema);
  if (file === null) return null;
  const stateDirectory = resolve(root, file.state);
  const socket = file.socket === undefined ? resolve(stateDirectory, 'jackfield.sock') : resolve(root, file.socket);
  if (Buffer.byteLength(socket) > socketPathLimit) {
    reader.errors.push(valueInvalid(`socket: ${socket} is longer than the ${socketPathLimit} bytes a socket's path may have`, {
      place: source.place(['socket']),
      hint: `Set "socket:" to a shorter path, such as /run/jackfield/jackfield.sock, instead of one in ${dirname(socket)}.`,
    }));
  }
  return {
    stateDirectory,
    socket,
    listen: listenOf(root, file.listen),
    publicUrl: file.publicUrl ?? null,
    oidc: providerOf(file, source),
    passwords: file.passwords,
    plugins: file.plugins.map((folder) => resolve(root, folder)),
    logLevel: file.log,
    retention: file.retention,
    traps: file.traps === null || file.traps === undefined ? null : { ...file.traps, place: source.place(['traps', 'port']) },
    simulators: file.simulators === undefined ? null : resolve(root, file.simulators),
  };
}

/** What the settings of an identity provider name has to be there. */
function checkProvider(reader: LayerReader, source: SourceFile, { oidc }: DaemonSettings, { organization: { regions }, sites }: Pick<Configuration, 'organization' | 'sites'>): void {
  if (oidc === null) return;
  reader.checkName('oidc', oidc.credentials, source.place(['oidc', 'credentials']));
  const known = new Set(['organization', ...regions.flatMap(({ id, districts }) => [`region:${id}`, ...districts.map((district) => `district:${district.id}`)]), ...[...sites.keys()].map((id) => `site:${id}`)]);
  for (const [group, given] of Object.entries(oidc.groups?.roles ?? {})) {
    for (const [index, { at }] of given.entries()) {
      if (!known.has(at)) reader.errors.push(scopeUnknown(`oidc.groups.roles.${group}: the organization has no ${at}`, { place: source.place(['oidc', 'groups', 'roles', group, index, 'at']) }));
    }
  }
}

function providerOf({ oidc }: DaemonFile, source: SourceFile): DaemonSettings['oidc'] {
  return oidc === null || oidc === undefined ? null : { ...oidc, place: source.place(['oidc', ...(oidc.credentials === undefined ? [] : ['credentials'])]), credentials: oidc.credentials ?? null, groups: oidc.groups ?? null };
}

function listenOf(root: string, { address, port, tls }: DaemonFile['listen']): DaemonSettings['listen'] {
  return { address, port, ...(tls === undefined ? {} : { tls: { certificate: resolve(root, tls.certificate), key: resolve(root, tls.key) } }) };
}
