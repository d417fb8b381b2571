import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { fileUnreadable, noConfiguration } from './errors.ts';

/** The configuration's folder: --config, else JACKFIELD_CONFIG, else ./config, else /etc/jackfield. */
export function configurationDirectory(option: string | undefined, environment: NodeJS.ProcessEnv = process.env): string {
  const named = option ?? environment['JACKFIELD_CONFIG'];
  if (named !== undefined && named !== '') return resolve(named);
  return existsSync('config/jackfield.yaml') ? resolve('config') : '/etc/jackfield';
}

function holdsConfiguration(directory: string): boolean {
  return ['jackfield.yaml', 'organization.yaml'].some((file) => existsSync(join(directory, file)));
}

/** The configuration's folder, for commands that can do without: null when nobody named one and none is there. */
export function configurationIn(option: string | undefined, environment: NodeJS.ProcessEnv = process.env): string | null {
  const directory = configurationDirectory(option, environment);
  if (option === undefined && !environment['JACKFIELD_CONFIG'] && !holdsConfiguration(directory)) return null;
  requireConfiguration(directory);
  return directory;
}

/** Refuses a folder that holds nothing of a configuration: the same words for every command. */
export function requireConfiguration(directory: string): void {
  if (!holdsConfiguration(directory)) throw noConfiguration(`there is no configuration in ${directory}`);
}

const placeSchema = z.object({ state: z.string().catch('state'), socket: z.string().optional().catch(undefined) }).catch({ state: 'state' });

/**
 * Where the daemon of a configuration listens and keeps its state. Reads jackfield.yaml alone and forgives what it does
 * not need: a daemon runs on with its old configuration while the files are wrong.
 */
export async function daemonPlace(directory: string): Promise<{ readonly socket: string; readonly stateDirectory: string }> {
  const file = join(directory, 'jackfield.yaml');
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    // All of it has defaults.
    if (cause.code === 'ENOENT') return '';
    throw fileUnreadable('jackfield.yaml cannot be read', { cause, place: { file } });
  });
  const found = placeSchema.parse(parseOr(text));
  const stateDirectory = resolve(directory, found.state);
  return { stateDirectory, socket: found.socket === undefined ? join(stateDirectory, 'jackfield.sock') : resolve(directory, found.socket) };
}

function parseOr(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return {};
  }
}
