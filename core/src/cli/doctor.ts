import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { askDaemon, reportOf } from '../control/index.ts';
import { catalogueOf, pluginComplaints, scopesOf, surveyFences } from '../plugins/index.ts';
import { count } from './text.ts';
import { ConfigurationRefused, loadConfiguration, openCredentials, plainCredentials, type Configuration } from '../sites/index.ts';

/** One thing looked at: `warning` works with less, `failed` does not work. */
export interface DoctorFinding {
  readonly group: 'machine' | 'configuration' | 'plugins' | 'fences';
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do; empty when all is well. */
  readonly next: string;
}

const execute = promisify(execFile);

/** Looks at everything that the daemon needs, without a daemon and without changing anything. */
export async function examine(directory: string): Promise<readonly DoctorFinding[]> {
  const { findings, configuration } = await examineConfiguration(directory);
  const parts = await Promise.all([
    examineMachine(), findings, configuration ? examineState(configuration) : [], configuration ? examinePlugins(configuration) : [], examineFences(),
  ]);
  return parts.flat();
}

async function examineMachine(): Promise<DoctorFinding[]> {
  const [major = '0'] = process.versions.node.split('.');
  const found = async (program: string, flag: string): Promise<string | null> => execute(program, [flag], { timeout: 5_000 }).then(({ stdout }) => stdout.trim().split('\n')[0] ?? program, () => null);
  const [fping, ping] = await Promise.all([found('fping', '-v'), found('ping', '-V')]);
  const base = { group: 'machine' } as const;
  return [
    { ...base, name: 'node', state: Number(major) >= 26 ? 'ok' : 'failed', detail: `Node ${process.versions.node}`, next: Number(major) >= 26 ? '' : 'Install Node 26 or newer.' },
    fping !== null
      ? { ...base, name: 'ping', state: 'ok', detail: fping, next: '' }
      : ping !== null
        ? { ...base, name: 'ping', state: 'warning', detail: `${ping}; fping is not installed`, next: 'Install fping (Debian: apt install fping): sweeps are about seven times faster.' }
        : { ...base, name: 'ping', state: 'warning', detail: 'neither fping nor ping is installed: networks are asked address by address', next: 'Install fping (Debian: apt install fping).' },
  ];
}

async function examineConfiguration(directory: string): Promise<{ findings: DoctorFinding[]; configuration: Configuration | null }> {
  const base = { group: 'configuration', name: 'files' } as const;
  try {
    const { settingSchemas } = await import('../host/index.ts');
    const configuration = await loadConfiguration(directory, { schemas: settingSchemas });
    const fine = { ...base, state: 'ok', detail: `${directory}: ${count(configuration.sites.size, 'site')}`, next: '' } as const;
    return { findings: [fine, ...(await examineCredentials(configuration))], configuration };
  } catch (error) {
    const errors = error instanceof ConfigurationRefused ? error.errors : [error];
    const readable = error instanceof ConfigurationRefused ? error.readable : null;
    const ofPlugins = readable === null ? [] : pluginComplaints(readable, await catalogueOf(readable));
    return {
      findings: [
        ...errors.map((one) => failed(base, one)), ...ofPlugins.map((one) => failed({ ...base, name: 'plugins' }, one)),
        { ...base, name: 'more', state: 'warning', detail: 'credentials, state, daemon and the plugins themselves were not looked at', next: 'Mend the files, then run `jackfield doctor` again.' },
      ],
      configuration: null,
    };
  }
}

function failed(base: Pick<DoctorFinding, 'group' | 'name'>, error: unknown): DoctorFinding {
  const { code, where, message, hint } = reportOf(error);
  return { ...base, state: 'failed', detail: [code, where, message].filter((part) => part !== '').join(' '), next: hint };
}

async function examineCredentials({ directory, daemon }: Configuration): Promise<DoctorFinding[]> {
  const base = { group: 'configuration', name: 'credentials' } as const;
  const findings: DoctorFinding[] = [];
  const fails = (error: unknown): void => void findings.push(failed(base, error));
  try {
    const credentials = await openCredentials({ directory, stateDirectory: daemon.stateDirectory });
    for (const name of credentials.names) {
      try {
        credentials.get(name);
      } catch (error) {
        fails(error);
      }
    }
    if (findings.length === 0) findings.push({ ...base, state: 'ok', detail: `${count(credentials.names.length, 'entry', 'entries')}, all found`, next: '' });
    for (const { name, place } of await plainCredentials(directory)) {
      findings.push({ ...base, state: 'warning', detail: `${place.file}:${place.line} ${name} holds its secret in plain text`, next: 'Store it with `jackfield vault set NAME` and refer to it by {vault: NAME}.' });
    }
  } catch (error) {
    fails(error);
  }
  return findings;
}

async function examineState({ daemon }: Configuration): Promise<DoctorFinding[]> {
  const base = { group: 'configuration' } as const;
  // The daemon makes the folder at its first start: then it must be able to write where it will stand.
  const folder = await access(daemon.stateDirectory).then(() => daemon.stateDirectory, () => dirname(daemon.stateDirectory));
  const state: DoctorFinding = await access(folder, constants.W_OK)
    .then(
      () => ({ ...base, name: 'state', state: 'ok', detail: daemon.stateDirectory, next: '' }),
      (error: Error) => ({ ...base, name: 'state', state: 'failed', detail: error.message, next: `Let the daemon's user write ${daemon.stateDirectory}, or set "state:" in jackfield.yaml.` }),
    );
  const running = await askDaemon(daemon.socket);
  if (running) return [state, { ...base, name: 'daemon', state: 'ok', detail: `running, pid ${running.pid}, version ${running.version}`, next: '' }];
  const where = `${daemon.listen.address} port ${daemon.listen.port}`;
  const free = await portFree(daemon.listen.address, daemon.listen.port);
  return [
    state,
    { ...base, name: 'daemon', state: 'ok', detail: 'not running', next: '' },
    free ? { ...base, name: 'listen', state: 'ok', detail: `${where} is free`, next: '' } : { ...base, name: 'listen', state: 'failed', detail: `${where} is in use`, next: 'End what listens there, or set another listen.port in jackfield.yaml.' },
  ];
}

function portFree(address: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, address, () => server.close(() => resolve(true)));
  return promise;
}

async function examinePlugins(configuration: Configuration): Promise<DoctorFinding[]> {
  const catalogue = await catalogueOf(configuration);
  const { plugins, refused } = catalogue;
  return [
    ...pluginComplaints(configuration, catalogue).map((error) => failed({ group: 'configuration', name: 'plugins' }, error)),
    ...plugins.map(({ id, version, manifest }): DoctorFinding => ({ group: 'plugins', name: id, state: 'ok', detail: `${version}, ${manifest.title}`, next: '' })),
    ...plugins.flatMap(({ id, manifest }) => (manifest.permissions.ami?.call === true ? testCalls(configuration, id) : [])),
    ...refused.map(({ directory, error }) => failed({ group: 'plugins', name: directory }, error)),
  ];
}

/** Where a plugin may have phones ring: who reads the findings is to know, also when somebody else allowed it. */
function testCalls(configuration: Configuration, id: string): DoctorFinding[] {
  const places = scopesOf(configuration).flatMap((scope) => {
    const { enabled, calls } = configuration.enablement(id, scope);
    return enabled && calls ? [scope.level === 'device' ? `${scope.device} (${scope.site})` : 'site' in scope ? scope.site : scope.level] : [];
  });
  if (places.length === 0) return [];
  return [{ group: 'plugins', name: `${id} calls`, state: 'warning', detail: `may have PBXs place test calls: ${[...new Set(places)].slice(0, 5).join(', ')}${places.length > 5 ? ', …' : ''}`, next: `Phones ring. Where nobody wants that: plugins.${id}.calls: false.` }];
}

/** A fence that is down leaves others standing: a warning, with what raises it. */
async function examineFences(): Promise<DoctorFinding[]> {
  return (await surveyFences()).map(({ name, up, why, closes, raise }) => ({
    group: 'fences', name, state: up ? 'ok' : 'warning', detail: up ? `keeps plugins from ${closes}` : `down, ${why}`, next: raise,
  }));
}
