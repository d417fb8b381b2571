import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Outside } from '../../authoring/outside.ts';
import { filledIn, isLike, likenessOf, type Stands } from './likeness.ts';
import { edited, type Step } from './page.ts';

type Run = Extract<Step, { kind: 'run' }>;

/** Does what a page says, step by step, as a stranger at a terminal would: in a folder outside of the repository. */
export class Reader implements AsyncDisposable {
  /** Commands that were run. */
  commands = 0;
  readonly #outside: Outside;
  readonly #stands: Stands;
  readonly #terminals: ChildProcess[] = [];
  #folder: string;

  constructor(outside: Outside, folder: string, stands: Stands) {
    this.#outside = outside;
    this.#folder = folder;
    this.#stands = stands;
  }

  /** Where the reader stands, from the folder of `outside`. */
  get folder(): string {
    return this.#folder;
  }

  async follow(step: Step): Promise<void> {
    if (step.kind === 'run') return step.terminal === null ? this.#run(step) : this.#runBeside(step);
    const file = join(this.#outside.directory, this.#folder, step.file);
    const text = filledIn(step.text, this.#stands);
    if (step.kind === 'write') {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
    } else {
      const content = await readFile(file, 'utf8');
      if (step.kind === 'edit') await writeFile(file, edited(content, { ...step, text }));
      else if (!isLike(content, text, new Map())) throw new Error(`line ${step.line}: ${step.file} is not as shown:\n${content}`);
    }
  }

  async #run({ line, commands, shows }: Run): Promise<void> {
    let printed = '';
    for (const written of commands) {
      const command = filledIn(written, this.#stands);
      this.commands += 1;
      const [, folder] = /^cd (\S+)$/.exec(command) ?? [];
      if (folder !== undefined) {
        this.#folder = join(this.#folder, folder);
        continue;
      }
      const { code, output } = await this.#outside.run(this.#folder, 'bash', '-c', `exec 2>&1\n${command}`);
      if (code !== 0) throw new Error(`line ${line}: ${command} ends with ${code}:\n${output}`);
      printed += output;
    }
    this.#compare(line, printed, shows);
  }

  /** Runs on, as in a terminal that stays open: until what the page shows was printed, and then to the end of the page. */
  async #runBeside({ line, commands, shows }: Run): Promise<void> {
    const command = filledIn(commands.join('\n'), this.#stands);
    this.commands += commands.length;
    // A group of its own, which Ctrl-C ends as a whole; its input stays open.
    const process = spawn('bash', ['-c', `exec 2>&1\n${command}`], { cwd: join(this.#outside.directory, this.#folder), env: this.#outside.environment(), stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    this.#terminals.push(process);
    let printed = '';
    process.stdout.setEncoding('utf8');
    for await (const text of process.stdout.iterator({ destroyOnReturn: false })) {
      printed += String(text);
      if (shows === null || isLike(printed, shows, this.#stands)) break;
    }
    // What it says from here on is nobody's to read.
    process.stdout.resume();
    this.#compare(line, printed, shows);
  }

  #compare(line: number, printed: string, shows: string | null): void {
    if (shows === null || isLike(printed, shows, this.#stands)) return;
    throw new Error(`line ${line}: what is printed is not as shown\n--- shown\n${shows}--- printed\n${printed}--- pattern\n${likenessOf(shows, this.#stands).source}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const terminal of this.#terminals) {
      if (terminal.exitCode !== null || terminal.signalCode !== null || terminal.pid === undefined) continue;
      const ended = once(terminal, 'exit');
      process.kill(-terminal.pid, 'SIGINT');
      await ended;
    }
  }
}
