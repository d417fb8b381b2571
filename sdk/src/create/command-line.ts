import { createInterface } from 'node:readline/promises';
import { CommandLineWrong, readCommandLine, wrongCommandLine } from '../command-line/index.ts';
import { licences, parseAnswers, pluginKinds, transportChoices, type PluginAnswers } from './answers.ts';
import { createPlugin, namedBy, nameOfFolder } from './create-plugin.ts';
import { CreateRefused } from './create-refused.ts';
import { nextSteps } from './next-steps.ts';
import { askAnswers } from './questions.ts';

/**
 * Where the program writes to, and how it asks; null when nobody is there to answer.
 *
 * @experimental
 * @since 0.1.0
 */
export interface CreateConsole {
  write(text: string): void;
  writeError(text: string): void;
  readonly ask: ((question: string) => Promise<string>) | null;
}

const help = `Usage: npm create jackfield-plugin [DIR] [-- OPTIONS]

Makes a Jackfield plugin that builds, tests and passes conformance as it stands. Asks for what is not given.

  DIR                  folder to write into; jackfield-plugin-NAME unless told
  --name NAME          id of the plugin, such as acme-ups
  --kind KIND          ${pluginKinds.join(', ')} (device)
  --transport NAME     what the kind transport speaks: ${transportChoices.join(', ')} (http, beside SSH; rest is HTTP alone)
  --scope SCOPE        npm scope, such as @acme
  --publisher NAME     who holds the copyright
  --licence LICENCE    ${licences.join(', ')} (MIT)
  --packages DIR       folder with the packages of Jackfield, as npm pack makes them of a clone; from the registry unless told
  --yes                do not ask: what is not given is as in brackets
  -h, --help           say this
  -V, --version        say which version this is

Ends with 0 when the plugin is written, 1 when it is not, 2 when the command line is wrong.

Example:
  npm create jackfield-plugin acme-ups -- --kind device --scope @acme --yes
`;

const text = { type: 'string' } as const;
const options = { name: text, kind: text, transport: text, scope: text, publisher: text, licence: text, packages: text, yes: { type: 'boolean' } } as const;
/** Its name, help and options. */
export const program = { name: 'npm create jackfield-plugin --', help, options, words: { least: 0, most: 1, what: 'folder' } } as const;

/** Somebody left it: Ctrl-C, Ctrl-D at a question, a signal. */
class Left extends Error {
  readonly code: 130 | 143;

  constructor(code: 130 | 143) {
    super('left before its end');
    this.name = 'Left';
    this.code = code;
  }
}

interface SystemConsole extends CreateConsole, Disposable {
  /** Aborts when somebody leaves. */
  readonly left: AbortSignal;
}

function systemConsole(): SystemConsole {
  const { stdin, stdout, stderr } = process;
  const asking = stdin.isTTY === true && stdout.isTTY === true ? createInterface({ input: stdin, output: stderr }) : null;
  const leaving = new AbortController();
  const leave = (code: 130 | 143): void => leaving.abort(new Left(code));
  const signals = { SIGINT: () => leave(130), SIGTERM: () => leave(143) };
  for (const [name, heard] of Object.entries(signals)) process.once(name, heard);
  // In a terminal that hears single keys Ctrl-C is no signal: it closes the question, as Ctrl-D does.
  asking?.on('close', signals.SIGINT);
  return {
    write: (line) => void stdout.write(line),
    writeError: (line) => void stderr.write(line),
    ask: asking === null ? null : async (question) => (await Promise.race([asking.question(question, { signal: leaving.signal }).catch(() => leftOf(leaving.signal)), leftOf(leaving.signal)])).trim(),
    left: leaving.signal,
    [Symbol.dispose]() {
      for (const [name, heard] of Object.entries(signals)) process.off(name, heard);
      asking?.off('close', signals.SIGINT).close();
    },
  };
}

/** Never resolves; rejects when somebody leaves. */
function leftOf(signal: AbortSignal): Promise<never> {
  // No Promise.withResolvers: Node 20, which begins here, has none.
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function create(words: readonly string[], { write, ask, left }: Omit<SystemConsole, keyof Disposable>): Promise<void> {
  const line = readCommandLine(program, words);
  if (line.told !== null) return write(line.told);
  const { values: { yes, packages, ...given }, words: [directory] } = line;
  const suggested = directory === undefined ? null : nameOfFolder(directory);
  const answers: PluginAnswers = yes === true || ask === null ? parseAnswers(namedBy(directory, given)) : await askAnswers(given, suggested, ask);
  write(nextSteps(await createPlugin(directory ?? `jackfield-plugin-${answers.name}`, answers, packages, left)));
}

/**
 * The program `create-jackfield-plugin`. Returns what to end with: 0, 1 when refused, 2 when the command line is wrong,
 * 130 or 143 when it was left by Ctrl-C or SIGTERM; nothing half-made stays then.
 *
 * @experimental
 * @since 0.1.0
 */
export async function runCreate(words: readonly string[], console?: CreateConsole): Promise<0 | 1 | 2 | 130 | 143> {
  using system = console === undefined ? systemConsole() : { ...console, left: new AbortController().signal, [Symbol.dispose]: () => undefined };
  try {
    await create(words, system);
    return 0;
  } catch (error) {
    if (error instanceof Left) {
      system.writeError('\nLeft; nothing was made.\n');
      return error.code;
    }
    if (error instanceof CommandLineWrong) {
      system.writeError(error.text);
      return wrongCommandLine;
    }
    if (!(error instanceof CreateRefused)) throw error;
    system.writeError(`JF9400 ${error.message}\n  → next: ${error.hint}\n`);
    return 1;
  }
}
