import fs from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCallSites } from 'node:util';
import type { Describe, WayOut } from './guard.ts';

const reading = ['access', 'createReadStream', 'lstat', 'openAsBlob', 'opendir', 'readFile', 'readdir', 'readlink', 'realpath', 'stat', 'statfs', 'watch', 'watchFile'];
const writing = [
  'appendFile', 'chmod', 'chown', 'copyFile', 'cp', 'createWriteStream', 'lchown', 'link', 'lutimes', 'mkdir', 'mkdtemp', 'rename', 'rm', 'rmdir', 'symlink', 'truncate', 'unlink',
  'utimes', 'writeFile',
];

/** Reads modules, and the sources of a stack, while a plugin's code runs: Node, and what runs the tests. */
const loader = /^node:internal\/(modules|source_map)\/|\/node_modules\/(vitest|@vitest|vite|vite-node|tsx)\//;

/** What stands on the stack between a guarded method and the question who called it. */
const guarding = /\/test-host\/(guard|file-ways)\.[jt]s$|^node:internal\/async_local_storage\//;
const framesOfGuarding = 12;

/** Null for what is no path, such as a descriptor: that was opened before. */
function pathOf(given: unknown): string | null {
  if (typeof given === 'string') return resolve(given);
  if (given instanceof URL) return given.protocol === 'file:' ? fileURLToPath(given) : null;
  return given instanceof Uint8Array ? resolve(Buffer.from(given).toString()) : null;
}

/** Links followed, as far as the path exists. */
function real(path: string): string {
  for (let part = path; ; part = dirname(part)) {
    try {
      return fs.realpathSync(part) + path.slice(part.length);
    } catch (error) {
      if (part === dirname(part)) throw error;
    }
  }
}

function isWithin(path: string, folders: readonly string[]): boolean {
  const found = real(path);
  return folders.some((folder) => found === real(folder) || found.startsWith(real(folder) + sep));
}

function isLoader(): boolean {
  const caller = getCallSites(framesOfGuarding).find(({ scriptName }) => !guarding.test(scriptName));
  return caller !== undefined && loader.test(caller.scriptName);
}

const read: Describe = ([given], folders) => {
  const path = pathOf(given);
  return path === null || isWithin(path, folders) || isLoader() ? null : `reads ${path}`;
};

const write: Describe = ([given]) => {
  const path = pathOf(given);
  return path === null || isLoader() ? null : `writes to ${path}`;
};

const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = fs.constants;

const open: Describe = (args, folders) => {
  const [, flags] = args;
  const writes = typeof flags === 'number' ? (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)) !== 0 : typeof flags === 'string' && !['r', 'rs', 'sr'].includes(flags);
  return writes ? write(args, folders) : read(args, folders);
};

/** Files of the machine: a plugin reads its own folder and writes nowhere. */
export function fileWays(): readonly WayOut[] {
  const withSync = (names: readonly string[]): readonly string[] => names.flatMap((name) => [name, `${name}Sync`]);
  return [fs, fs.promises].flatMap((owner) => [
    { owner, names: withSync(reading), describe: () => read },
    { owner, names: withSync(writing), describe: () => write },
    { owner, names: withSync(['open']), describe: () => open },
  ]);
}
