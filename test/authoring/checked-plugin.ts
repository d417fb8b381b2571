import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { builtProgram } from '../setup/built-program.ts';

const root = resolve(import.meta.dirname, '../..');

export interface CheckRun {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** What a plugin's file says when it is loaded, and what each of its checks does first. */
export interface PluginCode {
  readonly atLoad?: string;
  readonly inCheck?: string;
}

/** A plugin of one file, and `jackfield plugin check` run on it as a person runs it: in a process, with temporary files of its own. */
export class CheckedPlugin implements AsyncDisposable {
  readonly directory: string;
  /** Where the command and all that comes of it have their temporary files. */
  readonly scratch: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.directory = join(folder, 'lamp');
    this.scratch = join(folder, 'scratch');
  }

  static async open({ atLoad = '', inCheck = '' }: PluginCode): Promise<CheckedPlugin> {
    const plugin = new CheckedPlugin(await mkdtemp(join(tmpdir(), 'jackfield-checked-')));
    await mkdir(plugin.directory);
    await mkdir(plugin.scratch);
    await symlink(join(root, 'node_modules'), join(plugin.#folder, 'node_modules'));
    const manifest = {
      name: 'jackfield-plugin-lamp', version: '1.0.0', type: 'module', engines: { jackfield: '^0.1.0' },
      jackfield: { title: 'Lamp', main: 'plugin.js', contributes: { checks: { lit: { title: 'Lit' } } }, permissions: { snmp: { read: true } } },
    };
    await plugin.write('package.json', JSON.stringify(manifest));
    await plugin.write('plugin.js', [
      'import { definePlugin, result } from \'@jackfield/sdk\';', 'import manifest from \'./package.json\' with { type: \'json\' };', atLoad,
      `const lit = async ({ snmp, signal }) => { ${inCheck}\n  await snmp.get(['1.3.6.1.2.1.1.5.0']); return result.ok('on'); };`, 'export default definePlugin(manifest, { checks: { lit } });', '',
    ].join('\n'));
    await plugin.write('conformance.yaml', 'devices: { lamp-1: { snmp: { model: { name: lamp-1, descr: A lamp, objectID: 1.3.6.1.4.1.99999.1 } } } }\n');
    return plugin;
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.directory, file), text);
  }

  start(...words: readonly string[]): ChildProcess {
    return spawn(process.execPath, [...builtProgram, 'plugin', 'check', this.directory, '--quick', ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: this.scratch, NO_COLOR: '1' } });
  }

  async check(...words: readonly string[]): Promise<CheckRun> {
    return ended(this.start(...words));
  }

  /** What is left in the folder of temporary files. */
  left(): Promise<readonly string[]> {
    return readdir(this.scratch);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** All that a process says, until it is gone. */
export async function ended(child: ChildProcess): Promise<CheckRun> {
  let [output, errors] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code]: unknown[] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, output, errors };
}
