import childProcess, { ChildProcess } from 'node:child_process';
import { Socket as UdpSocket } from 'node:dgram';
import dns from 'node:dns';
import inspector from 'node:inspector';
import { Server, Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import v8 from 'node:v8';
import workers from 'node:worker_threads';
import { fileWays } from './file-ways.ts';
import type { WayOut } from './guard.ts';

function words(args: readonly unknown[]): string {
  return args.filter((arg) => typeof arg === 'string' || typeof arg === 'number').join(' ');
}

function placeOf(args: readonly unknown[]): string {
  const [first] = args.flat();
  if (typeof first === 'object' && first !== null) {
    const { host, port, path }: { host?: unknown; port?: unknown; path?: unknown } = first;
    return typeof path === 'string' ? path : `${String(host ?? 'localhost')}:${String(port)}`;
  }
  return words(args);
}

function program([first]: readonly unknown[]): string {
  return `runs ${typeof first === 'object' && first !== null && 'file' in first ? String(first.file) : String(first)}`;
}

function lookups(owner: object): WayOut {
  const names = Object.getOwnPropertyNames(owner).filter((name) => /^(lookup|lookupService|resolve\w*|reverse)$/.test(name));
  return { owner, names, describe: () => ([name]) => `looks up ${String(name)}` };
}

/** What the sandbox refuses, as Node has it. */
export function waysOut(): readonly WayOut[] {
  return [
    { owner: Socket.prototype, names: ['connect'], describe: () => (args) => `connects to ${placeOf(args)}` },
    { owner: Server.prototype, names: ['listen'], describe: () => () => 'listens on a port' },
    { owner: UdpSocket.prototype, names: ['send'], describe: () => (args) => `sends a datagram to ${words(args)}` },
    { owner: UdpSocket.prototype, names: ['connect'], describe: () => (args) => `connects to ${words(args)}` },
    { owner: UdpSocket.prototype, names: ['bind'], describe: () => () => 'listens on a port' },
    ...[dns, dns.Resolver.prototype, dns.promises, dns.promises.Resolver.prototype].map(lookups),
    { owner: ChildProcess.prototype, names: ['spawn'], describe: () => program },
    { owner: childProcess, names: ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'], describe: () => program },
    { owner: workers, names: ['Worker'], describe: () => () => 'starts a worker' },
    { owner: inspector, names: ['open', 'Session'], describe: () => () => 'opens the inspector' },
    // Names of this module do not follow, so its methods are guarded: without them a database is of no use.
    { owner: DatabaseSync.prototype, names: ['open', 'exec', 'prepare'], describe: () => () => 'asks a database' },
    { owner: v8, names: ['writeHeapSnapshot', 'setFlagsFromString'], describe: (name) => () => `calls v8.${name}` },
    { owner: process, names: ['kill', 'abort', 'execve', 'dlopen', 'binding', '_linkedBinding', 'chdir', 'umask', 'loadEnvFile'], describe: (name) => () => `calls process.${name}` },
    ...fileWays(),
  ];
}
