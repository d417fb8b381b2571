import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { bubblewrapArguments, dropArguments } from './wrappers.ts';

const run = promisify(execFile);

export const fenceNames = [
  'socketpair', 'empty-environment', 'permission-model', 'no-sqlite', 'frozen-flags', 'no-code-from-strings', 'hardening', 'own-user', 'namespaces',
  'no-new-privileges', 'dies-with-host', 'data-limit', 'memory-watch', 'host-without-sigusr1',
] as const;

export type FenceName = (typeof fenceNames)[number];

/** One layer around a plugin's process. */
export interface Fence {
  readonly name: FenceName;
  readonly up: boolean;
  /** Why it is down, or what holds it up. */
  readonly why: string;
  /** What it keeps a plugin from. */
  readonly closes: string;
  /** What an operator does to raise it; empty when it is up. */
  readonly raise: string;
}

const closes: { readonly [Name in FenceName]: string } = {
  socketpair: 'ending the host through Node\'s own IPC channel',
  'empty-environment': 'reading secrets from the host\'s environment and descriptors',
  'permission-model': 'files outside of the package, network, child processes, workers, add-ons',
  'no-sqlite': 'reading and writing any file through node:sqlite',
  'frozen-flags': 'writing files through V8 flags at run time',
  'no-code-from-strings': 'eval and new Function',
  hardening: 'signals, priorities and identities by the usual calls',
  'own-user': 'files and processes of the host, of its user and of other plugins',
  namespaces: 'seeing that other processes, files and networks are there',
  'no-new-privileges': 'gaining rights through set-uid programs',
  'dies-with-host': 'living on when the host is killed',
  'data-limit': 'taking memory without end between two looks of the memory watch',
  'memory-watch': 'Buffers and WebAssembly memory, which the heap cap does not count',
  'host-without-sigusr1': 'opening the host\'s inspector with a signal',
};

/** The two walls: what one of them is down for, the other keeps as well. Node's permission model alone is a seat belt. */
const walls = ['own-user', 'namespaces'] as const;

function raising(name: FenceName, found: Wrappers): string {
  switch (name) {
    case 'own-user':
      return found.root ? 'Install util-linux: it brings setpriv.' : 'Run the host as root: each plugin then gets a user of its own.';
    case 'namespaces':
      return found.why.bubblewrap.endsWith('is not installed')
        ? 'Install bubblewrap (Debian: apt install bubblewrap).'
        : 'Let the host\'s user make namespaces (sysctl kernel.unprivileged_userns_clone=1, or AppArmor\'s userns rule), or run the host as root.';
    case 'no-new-privileges':
    case 'dies-with-host':
      return 'Install util-linux (setpriv) or bubblewrap.';
    case 'data-limit':
      return 'Install util-linux: it brings prlimit.';
    case 'memory-watch':
      return 'Run a Linux of 4.14 or newer, with /proc mounted.';
    case 'host-without-sigusr1':
      return 'Start the host as bin/jackfield.js does: node --disable-sigusr1.';
    default:
      return 'Report this: the fence needs nothing but Node.';
  }
}

/** What stands where a wall is down. */
function instead(name: FenceName, up: ReadonlySet<FenceName>): string {
  const other = walls.find((wall) => wall !== name);
  if (!walls.some((wall) => wall === name) || other === undefined) return '';
  return up.has(other)
    ? `; ${other} is up and keeps plugins from ${closes[other]}, Node's permission model from the network`
    : '; with neither own-user nor namespaces only Node\'s permission model keeps plugins from files and network';
}

/** The wrappers that work on this machine, tried once. */
export interface Wrappers {
  readonly root: boolean;
  readonly setpriv: string | null;
  readonly prlimit: string | null;
  readonly bubblewrap: string | null;
  readonly memory: boolean;
  readonly why: { readonly setpriv: string; readonly prlimit: string; readonly bubblewrap: string };
}

function find(name: string): string | null {
  return ['/usr/bin', '/bin', '/usr/local/bin'].map((folder) => `${folder}/${name}`).find((file) => existsSync(file)) ?? null;
}

async function tried(file: string | null, name: string, args: readonly string[]): Promise<{ path: string | null; why: string }> {
  if (file === null) return { path: null, why: `${name} is not installed` };
  try {
    await run(file, args, { timeout: 5_000, env: {} });
    return { path: file, why: file };
  } catch (error) {
    const line = error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim().split('\n')[0] : '';
    return { path: null, why: `${name} does not work here: ${line || 'it failed'}` };
  }
}

async function survey(): Promise<Wrappers> {
  const root = process.getuid?.() === 0;
  const node = process.execPath;
  const setprivPath = find('setpriv');
  const [setpriv, prlimit, memory] = await Promise.all([
    tried(setprivPath, 'setpriv', [...dropArguments({ uid: root ? 1_900_000_000 : null, withHost: true }), '/bin/true']),
    tried(find('prlimit'), 'prlimit', ['--data=1000000000', '--core=0', '/bin/true']),
    readFile('/proc/self/smaps_rollup', 'utf8').then(() => true, () => false),
  ]);
  const bubblewrap = await tried(find('bwrap'), 'bubblewrap', [
    ...bubblewrapArguments({ root, node, readable: [], setpriv: setpriv.path }), '--', node, '--version',
  ]);
  return {
    root, memory, setpriv: setpriv.path, prlimit: prlimit.path, bubblewrap: bubblewrap.path,
    why: { setpriv: setpriv.why, prlimit: prlimit.why, bubblewrap: bubblewrap.why },
  };
}

let surveyed: Promise<Wrappers> | null = null;

export async function wrappers(): Promise<Wrappers> {
  surveyed ??= survey();
  return surveyed;
}

function hostRefusesInspector(): boolean {
  return [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(' ')].includes('--disable-sigusr1');
}

/** The state of every fence with the wrappers given; `ownUser` as far as the plugin's files allow. */
export function fencesOf(found: Wrappers, ownUser: { readonly up: boolean; readonly why: string }): readonly Fence[] {
  const state = (name: FenceName): { readonly up: boolean; readonly why: string } => {
    switch (name) {
      case 'own-user':
        return ownUser;
      case 'namespaces':
        return { up: found.bubblewrap !== null, why: found.why.bubblewrap };
      case 'no-new-privileges':
        return { up: found.bubblewrap !== null || found.setpriv !== null, why: found.bubblewrap ?? found.why.setpriv };
      case 'dies-with-host':
        return { up: found.bubblewrap !== null || found.setpriv !== null, why: found.bubblewrap ?? found.why.setpriv };
      case 'data-limit':
        return { up: found.prlimit !== null, why: found.why.prlimit };
      case 'memory-watch':
        return { up: found.memory, why: found.memory ? '/proc/PID/smaps_rollup' : 'the kernel has no /proc/PID/smaps_rollup' };
      case 'host-without-sigusr1':
        return hostRefusesInspector()
          ? { up: true, why: 'node --disable-sigusr1' }
          : { up: false, why: 'start the host with node --disable-sigusr1 (bin/jackfield.js does)' };
      default:
        return { up: true, why: `Node ${process.versions.node}` };
    }
  };
  const states = fenceNames.map((name) => ({ name, ...state(name) }));
  const raised = new Set(states.filter(({ up }) => up).map(({ name }) => name));
  return states.map(({ name, up, why }) => ({ name, up, why: up ? why : why + instead(name, raised), closes: closes[name], raise: up ? '' : raising(name, found) }));
}

/** The fences this machine lets the host put around every plugin: what `jackfield doctor` shows. */
export async function surveyFences(): Promise<readonly Fence[]> {
  const found = await wrappers();
  const ownUser = found.root
    ? { up: found.setpriv !== null, why: found.why.setpriv }
    : { up: false, why: 'the host is not root: plugins run as its user, and only namespaces keep them apart' };
  return fencesOf(found, ownUser);
}
