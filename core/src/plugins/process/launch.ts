import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runtimeFile } from '@jackfield/sdk/runtime';
import { runtimeMissing } from './errors.ts';
import { fencesOf, wrappers, type Fence, type FenceName, type Wrappers } from './fences.ts';
import { bubblewrapArguments, dropArguments } from './wrappers.ts';

export interface LaunchOptions {
  readonly id: string;
  readonly directory: string;
  readonly entry: string;
  readonly heapMiB: number;
  readonly totalMiB: number;
  /** Fences left down on purpose. */
  readonly without?: readonly FenceName[];
  /** Where the inspector listens; left out, there is none. */
  readonly inspectPort?: number;
}

/** How a plugin's process is started, and which fences that puts around it. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly fences: readonly Fence[];
}

const firstUser = 1_900_000_000;
const users = 100_000_000;

/** Half of the space for what dies young, in MiB: what is under way at once should die in it. With 4 a busy plugin is 20 MiB smaller, and a fifth slower. */
const youngMiB = 16;

/** Data segment of a Node process before it has done anything, in MiB: `prlimit --data` counts reservations too. */
const nodeDataMiB = 568;

/** The user a plugin runs as: always the same for one id, nobody else's, known to no password file. */
export function pluginUser(id: string): number {
  return firstUser + (createHash('sha256').update(id).digest().readUInt32BE(0) % users);
}

/** The first part of a path that a stranger to it cannot pass or read; null when there is none. */
async function closedPart(path: string): Promise<string | null> {
  for (let part = path; ; part = dirname(part)) {
    const { mode } = await stat(part);
    const needed = part === path ? constants.S_IROTH : constants.S_IXOTH;
    if ((mode & needed) === 0) return part;
    if (part === dirname(part)) return null;
  }
}

async function ownUser(found: Wrappers, files: readonly string[]): Promise<{ readonly up: boolean; readonly why: string }> {
  if (!found.root) return { up: false, why: 'the host is not root' };
  if (found.setpriv === null) return { up: false, why: found.why.setpriv };
  for (const file of files) {
    // Under bubblewrap folders on the way are new ones; only the file's own mode counts.
    const closed = found.bubblewrap === null ? await closedPart(file) : ((await stat(file)).mode & constants.S_IROTH) === 0 ? file : null;
    if (closed !== null) return { up: false, why: `${closed} is closed to other users: chmod o+rX` };
  }
  return { up: true, why: found.setpriv };
}

/** Flags of Node itself, the same on every machine. */
function nodeArguments(directory: string, runtime: string, heapMiB: number, down: readonly FenceName[]): string[] {
  const unless = (name: FenceName, flag: string): string[] => (down.includes(name) ? [] : [flag]);
  return [
    '--permission', `--allow-fs-read=${directory}`, `--allow-fs-read=${runtime}`, '--disable-sigusr1', '--trace-sigint',
    // A heap this small is collected sooner than threads for it are woken; the start is 3 ms shorter.
    '--single-threaded-gc', `--max-old-space-size=${heapMiB}`, `--max-semi-space-size=${youngMiB}`,
    ...unless('no-sqlite', '--no-experimental-sqlite'), ...unless('frozen-flags', '--freeze-flags-after-init'),
    ...unless('no-code-from-strings', '--disallow-code-generation-from-strings'),
  ];
}

/** The inspector is let through the permission model, and must be reachable from outside of the namespace of networks. */
function inspected(fence: Fence, port: number | undefined, namespaces: boolean): Fence {
  if (port === undefined) return fence;
  if (fence.name === 'permission-model') return { ...fence, up: false, why: '--allow-inspector: who debugs the plugin, and the plugin itself through node:inspector, may go round it' };
  if (fence.name === 'namespaces' && namespaces) return { ...fence, up: false, why: 'the network is the host\'s, for the inspector; files and processes are kept apart' };
  return fence;
}

function lowered(found: Wrappers, down: readonly FenceName[]): Wrappers {
  return {
    ...found,
    bubblewrap: down.includes('namespaces') ? null : found.bubblewrap,
    prlimit: down.includes('data-limit') ? null : found.prlimit,
    setpriv: down.includes('own-user') && down.includes('no-new-privileges') ? null : found.setpriv,
  };
}

/** Works out the start of a plugin's process: all fences that this machine allows. */
export async function planLaunch(options: LaunchOptions): Promise<Launch> {
  const down = options.without ?? [];
  const tools = lowered(await wrappers(), down);
  const runtime = await realpath(runtimeFile).catch((cause: unknown) => {
    throw runtimeMissing(`${runtimeFile} is not there`, { cause });
  });
  await access(options.entry, constants.R_OK);
  const [directory, entry, node] = await Promise.all([realpath(options.directory), realpath(options.entry), realpath(process.execPath)]);
  const user = down.includes('own-user') ? { up: false, why: 'left down' } : await ownUser(tools, [directory, entry, runtime, node]);
  const uid = user.up ? pluginUser(options.id) : null;
  const { inspectPort } = options;
  const inspector = inspectPort === undefined ? [] : ['--allow-inspector', `--inspect=127.0.0.1:${inspectPort}`];
  const command = [node, ...nodeArguments(directory, runtime, options.heapMiB, down), ...inspector, runtime, entry, ...(down.includes('hardening') ? ['unhardened'] : [])];
  const drop = tools.setpriv !== null ? [tools.setpriv, ...dropArguments({ uid, withHost: tools.bubblewrap === null })] : [];
  const inner =
    tools.bubblewrap === null
      ? [...drop, ...command]
      : [
          tools.bubblewrap,
          ...bubblewrapArguments({ root: tools.root, node, readable: [directory, runtime], setpriv: tools.setpriv, network: inspectPort !== undefined }), '--',
          ...(uid === null ? [] : drop), ...command,
        ];
  const dataBytes = (nodeDataMiB + options.totalMiB) * 1_024 * 1_024;
  const [file = node, ...args] = tools.prlimit === null ? inner : [tools.prlimit, `--data=${dataBytes}`, '--core=0', ...inner];
  const fences = fencesOf(tools, user).map((fence) => (down.includes(fence.name) ? { ...fence, up: false, why: 'left down' } : inspected(fence, inspectPort, tools.bubblewrap !== null)));
  return { file, args, env: down.includes('empty-environment') ? hostEnvironment() : environment(), fences };
}

function hostEnvironment(): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** All of the host's environment that a plugin sees: how to write a time. */
function environment(): { readonly [name: string]: string } {
  const zone = process.env['TZ'];
  return zone === undefined ? {} : { TZ: zone };
}
