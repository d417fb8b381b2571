import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { licences, parseAnswers, pluginKinds, transportChoices, type PluginAnswers } from './answers.ts';
import { createPlugin, nameOfFolder } from './create-plugin.ts';
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
  --transport NAME     what the kind transport speaks: ${transportChoices.join(', ')} (http, beside SSH)
  --scope SCOPE        npm scope, such as @acme
  --publisher NAME     who holds the copyright
  --licence LICENCE    ${licences.join(', ')} (MIT)
  --packages DIR       folder with the packages of Jackfield, as npm pack makes them of a clone; from the registry unless told
  --yes                do not ask: what is not given is as in brackets

Example:
  npm create jackfield-plugin acme-ups -- --kind device --scope @acme --yes
`;

const text = { type: 'string' } as const;
const options = { name: text, kind: text, transport: text, scope: text, publisher: text, licence: text, packages: text, yes: { type: 'boolean' }, help: { type: 'boolean' } } as const;

function systemConsole(): CreateConsole & Disposable {
  const { stdin, stdout, stderr } = process;
  const asking = stdin.isTTY === true && stdout.isTTY === true ? createInterface({ input: stdin, output: stderr }) : null;
  return {
    write: (line) => void stdout.write(line),
    writeError: (line) => void stderr.write(line),
    ask: asking === null ? null : async (question) => (await asking.question(question)).trim(),
    [Symbol.dispose]: () => asking?.close(),
  };
}

function parse(words: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true; args: string[] }>> {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new CreateRefused(error instanceof Error ? error.message : String(error), '--help shows what it takes.');
  }
}

async function create(words: readonly string[], { write, ask }: CreateConsole): Promise<void> {
  const { values: { yes, help: wantsHelp, packages, ...given }, positionals: [directory, ...stray] } = parse(words);
  if (wantsHelp === true) return write(help);
  if (stray.length > 0) throw new CreateRefused(`one folder, not also ${stray.join(' ')}`, '--help shows what it takes.');
  const suggested = directory === undefined ? null : nameOfFolder(directory);
  const named = suggested === null ? given : { name: suggested, ...given };
  const answers: PluginAnswers = yes === true || ask === null ? parseAnswers(named) : await askAnswers(given, suggested, ask);
  write(nextSteps(await createPlugin(directory ?? `jackfield-plugin-${answers.name}`, answers, packages)));
}

/**
 * The program `create-jackfield-plugin`. Returns what to end with: 0, 1 when refused.
 *
 * @experimental
 * @since 0.1.0
 */
export async function runCreate(words: readonly string[], console?: CreateConsole): Promise<0 | 1> {
  using system = console === undefined ? systemConsole() : { ...console, [Symbol.dispose]: () => undefined };
  try {
    await create(words, system);
    return 0;
  } catch (error) {
    if (!(error instanceof CreateRefused)) throw error;
    system.writeError(`${error.message}\n  → next: ${error.hint}\n`);
    return 1;
  }
}
