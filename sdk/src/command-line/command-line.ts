import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { sdkVersion } from '../contract/version.ts';
import { CommandLineWrong } from './command-line-wrong.ts';

/** A program that comes with the packages, as its command line is read. */
export interface Program<Options extends ParseArgsOptionsConfig> {
  /** As one types it: `jackfield-simulate`. */
  readonly name: string;
  readonly help: string;
  readonly options: Options;
  /** Words beside the options: how many it needs, and how many it takes. */
  readonly words: { readonly least: number; readonly most: number; readonly what: string };
}

/** A text that was asked for, or what to work with. */
export type CommandLine<Options extends ParseArgsOptionsConfig> =
  | { readonly told: string }
  | { readonly told: null; readonly values: Values<Options>; readonly words: readonly string[] };

type Parsed<Options extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true }>>;
type Values<Options extends ParseArgsOptionsConfig> = Parsed<Options>['values'];

const common = new Map([['--help', 'help'], ['-h', 'help'], ['--version', 'version'], ['-V', 'version']]);

/** Reads the words behind a program's name; `--help` and `--version` are answered first. Throws `CommandLineWrong`. */
export function readCommandLine<const Options extends ParseArgsOptionsConfig>(program: Program<Options>, given: readonly string[]): CommandLine<Options> {
  const asked = given.slice(0, given.includes('--') ? given.indexOf('--') : given.length).map((word) => common.get(word)).find((name) => name !== undefined);
  if (asked !== undefined) return { told: asked === 'help' ? program.help : `${sdkVersion}\n` };
  const { values, positionals } = parse(program, given);
  const { least, most, what } = program.words;
  if (positionals.length < least) throw new CommandLineWrong(program.name, `${what} is missing`);
  if (positionals.length > most) throw new CommandLineWrong(program.name, `it takes ${most === 0 ? 'no words' : `one ${what}`}, not also ${positionals.slice(most).join(' ')}`);
  return { told: null, values, words: positionals };
}

function parse<const Options extends ParseArgsOptionsConfig>({ name, options }: Program<Options>, given: readonly string[]): Parsed<Options> {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true });
  } catch (error) {
    // Behind the first sentence Node explains how to give a word that looks like an option: nobody means that here.
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\.?\n/);
    throw new CommandLineWrong(name, message.replace(/^./, (letter) => letter.toLowerCase()));
  }
}
