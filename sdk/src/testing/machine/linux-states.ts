import type { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';
import type { LinuxModel } from './linux-model.ts';

/** What a kind has where the description of the machine says nothing of it. */
const absent: { readonly [kind: string]: readonly string[] } = {
  package: ['installed=', 'candidate=', 'held=no'], unit: ['exists=no', 'enabled=', 'active=no'], sysctl: ['running=', 'kept='], user: ['exists=no'],
  timer: ['systemd=yes', 'enabled=no', 'active=no'],
};

const wholes = new Set(['user', 'timer']);

/** What the scripts state and settle of the Linux server plugin do on a machine, format 1. It lies in files, as all that a machine has. */
export class LinuxStates {
  readonly #model: LinuxModel;

  constructor(model: LinuxModel) {
    this.#model = model;
  }

  state([kind = '', name = '']: readonly string[], files: MemoryFiles): ProgramResult {
    return { stdout: this.#now(kind, name, files).map((line) => `${line}\n`).join('') };
  }

  settle([kind = '', name = '', ...words]: readonly string[], files: MemoryFiles): ProgramResult {
    const told = words.filter((word) => !word.startsWith('settle=') && !word.startsWith('check='));
    const names = new Set(told.map((word) => word.slice(0, word.indexOf('='))));
    // Of these all is told that they have, but for what the machine itself is.
    const stays = wholes.has(kind) ? (field: string) => field === 'systemd' : (field: string) => !names.has(field);
    const lines = [...told, ...this.#now(kind, name, files).filter((line) => stays(line.slice(0, line.indexOf('='))))];
    const path = placeOf(kind, name);
    if ([...lines].sort().join('\n') !== [...this.#first(kind, name)].sort().join('\n')) files.write(path, lines.join('\n'));
    else if (files.exists(path)) files.remove(path);
    return {};
  }

  #first(kind: string, name: string): readonly string[] {
    if (kind === 'hostname') return [`running=${this.#model.hostname}`, `kept=${this.#model.hostname}`];
    return this.#model.states[`${kind} ${name}`] ?? absent[kind] ?? [];
  }

  #now(kind: string, name: string, files: MemoryFiles): readonly string[] {
    const path = placeOf(kind, name);
    return files.exists(path) ? files.read(path).toString('utf8').split('\n') : this.#first(kind, name);
  }
}

function placeOf(kind: string, name: string): string {
  return `/.${kind} ${name.replaceAll('/', '_')}`;
}
