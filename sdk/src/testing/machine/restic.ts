import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';
import type { ResticModel } from './restic-model.ts';

type Repository = ResticModel['repositories'][number];

/** Exit statuses of restic's manual, "Exit codes". */
const exit = { ok: 0, failure: 1, noRepository: 10 } as const;

const identifier = (...parts: readonly (string | number)[]): string => createHash('sha256').update(parts.join(' ')).digest('hex');

function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000000Z');
}

/** What was deleted since the start: ids of snapshots and locks. */
const gone = '/restic-gone.json';
const goneSchema = z.array(z.string());

function goneOf(files: MemoryFiles): readonly string[] {
  return goneSchema.parse(JSON.parse(files.text(gone) ?? '[]'));
}

function remove(ids: readonly string[], files: MemoryFiles): void {
  if (ids.length > 0) files.write(gone, JSON.stringify([...goneOf(files), ...ids].toSorted()));
}

interface Snapshot {
  readonly id: string;
}

function snapshotsOf({ path, snapshots, sizeMB }: Repository, startedAt: number, files: MemoryFiles): readonly Snapshot[] {
  const all = snapshots.flatMap((group) => group.ages.map((age) => ({ ...group, time: startedAt - age * 1_000, age })));
  const away = goneOf(files);
  const bytes = Math.floor((sizeMB * 1_048_576) / Math.max(1, all.length));
  return all.sort((one, other) => one.time - other.time).map(({ paths, host, tags, time, age }) => {
    const id = identifier(path, host, ...paths, age);
    return {
      time: timestamp(time), tree: identifier('tree', id), paths, hostname: host, username: 'root', uid: 0, gid: 0, ...(tags.length > 0 ? { tags } : {}),
      program_version: 'restic 0.18.0',
      summary: {
        backup_start: timestamp(time), backup_end: timestamp(time + 42_000), files_new: 12, files_changed: 31, files_unmodified: 4_107, dirs_new: 0, dirs_changed: 9,
        dirs_unmodified: 388, data_blobs: 40, tree_blobs: 10, data_added: Math.floor(bytes / 20), data_added_packed: Math.floor(bytes / 30), total_files_processed: 4_150,
        total_bytes_processed: bytes,
      },
      id, short_id: id.slice(0, 8),
    };
  }).filter(({ id }) => !away.includes(id));
}

function locksOf({ path, locks }: Repository, files: MemoryFiles): ReadonlyMap<string, Repository['locks'][number]> {
  const away = goneOf(files);
  return new Map(locks.map((lock, at) => [identifier('lock', path, lock.host, at), lock] as const).filter(([id]) => !away.includes(id)));
}

function failure(message: string, code: number, json: boolean): ProgramResult {
  return { stderr: json ? `${JSON.stringify({ message_type: 'exit_error', code, message: `Fatal: ${message}` })}\n` : `Fatal: ${message}\n`, code };
}

/** Options that have a value behind them; the others stand alone. */
const valued = new Set(['-r', '--repo', '-p', '--password-file', '--password-command', '--cache-dir', '-o', '--option', '--tag', '--host', '-H', '--path', '--mode', '--retry-lock', '--group-by', '-g', '--latest', '--read-data-subset']);

interface CommandLine {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

function parse(argv: readonly string[]): CommandLine {
  const words: string[] = [];
  const options = new Map<string, string>();
  for (let at = 1; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const [, name = word, value] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    if (!word.startsWith('-')) words.push(word);
    else if (value === undefined && valued.has(name)) {
      at += 1;
      options.set(name, argv[at] ?? '');
    } else options.set(name, value ?? '');
  }
  return { words, options };
}

function answer(repository: Repository, [command = '', ...rest]: readonly string[], { options }: CommandLine, startedAt: number, files: MemoryFiles): ProgramResult {
  const json = options.has('--json');
  switch (`${command} ${command === 'list' || command === 'cat' ? (rest[0] ?? '') : ''}`.trim()) {
    case 'snapshots': {
      const all = snapshotsOf(repository, startedAt, files);
      return { stdout: json ? `${JSON.stringify(all)}\n` : `${all.length} snapshots\n` };
    }
    case 'list locks':
      return { stdout: [...locksOf(repository, files).keys()].map((id) => `${id}\n`).join('') };
    case 'cat lock': {
      const lock = locksOf(repository, files).get(rest[1] ?? '');
      if (lock === undefined) return failure(`no such lock: ${rest[1] ?? ''}`, exit.failure, json);
      return { stdout: `${JSON.stringify({ time: timestamp(startedAt - lock.age * 1_000), exclusive: lock.exclusive, hostname: lock.host, username: 'root', pid: 4_127, uid: 0, gid: 0 })}\n` };
    }
    case 'cat config':
      return { stdout: `${JSON.stringify({ version: 2, id: identifier('repository', repository.path), chunker_polynomial: '3dea92648f6e83' })}\n` };
    case 'stats':
      return { stdout: `${JSON.stringify({ total_size: Math.floor(repository.sizeMB * 1_048_576), total_blob_count: 50, snapshots_count: snapshotsOf(repository, startedAt, files).length })}\n` };
    case 'check':
      if (repository.damaged) return failure('repository contains errors', exit.failure, json);
      return { stdout: json ? `${JSON.stringify({ message_type: 'summary', num_errors: 0, broken_packs: null, suggest_repair_index: false, suggest_prune: false })}\n` : 'no errors were found\n' };
    case 'forget': {
      const known = new Set(snapshotsOf(repository, startedAt, files).map(({ id }) => id));
      remove(rest.filter((id) => known.has(id)), files);
      return {};
    }
    case 'unlock':
      remove([...locksOf(repository, files).keys()], files);
      return {};
    default:
      return { stderr: `unknown command "${command}" for "restic"\n`, code: exit.failure };
  }
}

/** What restic says on a machine with these repositories. `startedAt`: milliseconds since 1970 that ages count back from. `files` know what was deleted. */
export function runRestic(model: ResticModel, argv: readonly string[], startedAt: number, files: MemoryFiles): ProgramResult {
  const line = parse(argv);
  const json = line.options.has('--json');
  if (line.words[0] === 'version') {
    return { stdout: json ? `${JSON.stringify({ message_type: 'version', version: model.version, go_version: 'go1.24.4', go_os: 'linux', go_arch: 'amd64' })}\n` : `restic ${model.version} compiled with go1.24.4 on linux/amd64\n` };
  }
  const path = line.options.get('--repo') ?? line.options.get('-r');
  if (path === undefined) return failure('Please specify repository location (-r or --repository-file)', exit.failure, json);
  const repository = model.repositories.find((each) => each.path === path);
  if (repository === undefined) return failure(`repository does not exist: unable to open config file: stat ${path}/config: no such file or directory`, exit.noRepository, json);
  return answer(repository, line.words, line, startedAt, files);
}

/** The script of backup-appliance that deletes, given restic: it runs one command. */
export function takeAway(model: ResticModel, [, what = '', path = '', , ...ids]: readonly string[], startedAt: number, files: MemoryFiles): ProgramResult {
  return runRestic(model, ['restic', '--repo', path, what === 'copies' ? 'forget' : 'unlock', ...ids], startedAt, files);
}

/** What backup-appliance's script prints of the locks of a repository. */
export function runResticLocks(model: ResticModel, [path = '']: readonly string[], startedAt: number, files: MemoryFiles): ProgramResult {
  const run = (...words: readonly string[]): ProgramResult => runRestic(model, ['restic', '--repo', path, ...words], startedAt, files);
  const listed = run('list', 'locks');
  if (listed.code !== undefined) return listed;
  const ids = (listed.stdout ?? '').split('\n').filter((id) => id !== '');
  return { stdout: ids.map((id) => `lock ${id}\n${run('cat', 'lock', id).stdout ?? ''}`).join('') };
}
