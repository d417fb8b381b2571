import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import picocolors from 'picocolors';
import { reportOf } from '../control/index.ts';
import { errorText } from './error-text.ts';
import { notAnswered, outputNotWritten } from './errors.ts';
import { exitCodes } from './exit-code.ts';
import { ProgressLine } from './progress-line.ts';

export type Colours = ReturnType<typeof picocolors.createColors>;

/** A terminal as a surface. */
export interface Screen {
  /** As it is now: people resize windows. */
  size(): { readonly columns: number; readonly rows: number };
  /** Keys as they are pressed, not shown, until disposed; Ctrl-C arrives as `q` does. */
  keys(onKey: (key: string) => void): Disposable;
}

/** Where the command line writes to and reads from: handed in, so that its output can be tested as text. */
export interface Terminal {
  readonly colours: Colours;
  /** Width for tables: COLUMNS, else the terminal's; Infinity when the output is neither. */
  readonly columns: number;
  /** A person sits there and can be asked. */
  readonly interactive: boolean;
  /** Progress is drawn over itself instead of line by line. */
  readonly live: boolean;
  /** All of the terminal, to draw on and to hear keys from; null where there is none. */
  readonly screen: Screen | null;
  write(text: string): void;
  /** For people: progress, questions, errors. Never mixed into what a pipe reads. */
  writeError(text: string): void;
  ask(question: string): Promise<string>;
  /** Typed without being shown; all of standard input when it is a pipe. */
  askSecret(question: string): Promise<string>;
  /** A line that is drawn over itself; null takes it away, and so does whatever else is written. */
  progress(line: string | null): void;
  /** Aborts when nobody reads the output any more: what would write without end stops then. */
  readonly unread: AbortSignal;
}

/** The answer; an error when Ctrl-C, Ctrl-D or a signal was all that came. */
async function answered(asking: Interface, question: string, signal: AbortSignal | undefined): Promise<string> {
  const closed = Promise.withResolvers<never>();
  asking.once('close', () => closed.reject(notAnswered('the question was not answered')));
  const leave = (): void => asking.close();
  signal?.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([asking.question(question).catch(() => closed.promise), closed.promise]);
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}

function systemScreen(): Screen {
  const { stdin, stdout } = process;
  return {
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    keys(onKey) {
      // Raw: without it a key is only heard after Enter. Ctrl-C is then a key too.
      const heard = (piece: Buffer): void => onKey(piece.toString().replace('\u0003', 'q'));
      stdin.setRawMode(true).on('data', heard).resume();
      return {
        [Symbol.dispose]() {
          stdin.off('data', heard).pause().setRawMode(false);
        },
      };
    },
  };
}

/** Run by `npx jackfield` or an npm script: in a shell of its own there is no `jackfield` then. */
function throughNpm(environment: NodeJS.ProcessEnv): boolean {
  return environment['npm_execpath'] !== undefined || environment['npm_lifecycle_event'] !== undefined;
}

/** Commands that a text tells to type, in quotes or after the number of a step, as they work here. */
export function withNpx(text: string): string {
  return text.replaceAll(/(?<=(?<!\\)["`'“]|^ *\d\. )jackfield (?=[a-z])/gm, 'npx jackfield ');
}

/** As wide as the person says, also into a file or a pipe. */
function columnsOf({ COLUMNS: told = '' }: NodeJS.ProcessEnv): number | null {
  return /^[1-9]\d{1,3}$/.test(told) ? Number(told) : null;
}

/** NO_COLOR (no-color.org) and a pipe both mean no colours. `signal` takes away a question that waits. */
export function systemTerminal(environment: NodeJS.ProcessEnv = process.env, signal?: AbortSignal): Terminal {
  const { stdin, stdout, stderr } = process;
  const named = (text: string): string => (throughNpm(environment) ? withNpx(text) : text);
  const line = new ProgressLine((text) => void stderr.write(text));
  const unread = new AbortController();
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    unread.abort();
    // `jackfield devices | head` is no error; a full disk is.
    if (error.code === 'EPIPE') return;
    stderr.write(errorText(reportOf(outputNotWritten(error.message, { cause: error })), picocolors.createColors(false)));
    process.exit(exitCodes.problem);
  });
  // Nobody hears what goes wrong any more: what is done is done all the same.
  stderr.on('error', () => undefined);
  const colour = stdout.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  return {
    colours: picocolors.createColors(colour),
    columns: columnsOf(environment) ?? (stdout.isTTY ? stdout.columns || 80 : Infinity),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    live: stderr.isTTY === true && environment['TERM'] !== 'dumb',
    screen: stdin.isTTY && stdout.isTTY && environment['TERM'] !== 'dumb' ? systemScreen() : null,
    unread: unread.signal,
    progress: (text) => (text === null ? line.clear() : line.draw(text)),
    write(text) {
      line.clear();
      stdout.write(named(text));
    },
    writeError(text) {
      line.clear();
      stderr.write(named(text));
    },
    async ask(question) {
      line.clear();
      using asking = createInterface({ input: stdin, output: stderr });
      return (await answered(asking, question, signal)).trim();
    },
    async askSecret(question) {
      if (!stdin.isTTY) return (await readAll(stdin)).replace(/\r?\n$/, '');
      line.clear();
      const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
      using asking = createInterface({ input: stdin, output: silent, terminal: true });
      stderr.write(question);
      try {
        return await answered(asking, '', signal);
      } finally {
        stderr.write('\n');
      }
    },
  };
}
