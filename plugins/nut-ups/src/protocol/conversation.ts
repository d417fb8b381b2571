import { Unreachable, Unsupported, type OutcomeError, type Tcp } from '@jackfield/sdk';
import { refusal } from './refusal.ts';
import { lineOf, shortened, wordsOf } from './words.ts';

export const port = 3493;

/** More lines than any UPS has variables. */
const mostLines = 5_000;
/** A slow driver makes upsd slow, not silent. */
const idleMs = 5_000;

/** What came of one command: the words of its line, the rows of its list, or why not. */
export type Answer =
  | { readonly kind: 'line'; readonly words: readonly string[] }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'refused'; readonly code: string; readonly outcome: OutcomeError };

/** Takes one answer after the other off what upsd sent. */
class Answers {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(bytes: Uint8Array) {
    const lines = Buffer.from(bytes).toString('utf8').split('\n');
    if (lines.length > mostLines) throw new Unsupported(`upsd sent ${lines.length} lines`);
    // What follows the last line end is the beginning of a line, not one.
    this.#lines = lines.slice(0, -1).map((line) => line.replace(/\r$/, ''));
  }

  next(command: readonly string[]): Answer {
    const what = command.join(' ');
    const words = this.#words(what);
    const [first, code = ''] = words;
    if (first === 'ERR') return { kind: 'refused', code, outcome: refusal(what, code) };
    if (command[0] !== 'LIST') return { kind: 'line', words };
    if (lineOf(words) !== lineOf(['BEGIN', ...command])) throw new Unsupported(`${what} was answered by ${shortened(lineOf(words))}`);
    const rows: (readonly string[])[] = [];
    for (let row = this.#words(what); lineOf(row) !== lineOf(['END', ...command]); row = this.#words(what)) {
      // Each row begins as the command that would ask for it alone.
      if (command.slice(1).some((one, at) => row[at] !== one)) throw new Unsupported(`${what} holds ${shortened(lineOf(row))}`);
      rows.push(row);
    }
    return { kind: 'rows', rows };
  }

  #words(what: string): readonly string[] {
    const line = this.#lines[this.#at];
    if (line === undefined) throw new Unreachable(this.#lines.length === 0 ? `upsd did not answer ${what}` : `upsd's answer to ${what} ended in the middle`);
    this.#at += 1;
    return wordsOf(line);
  }
}

/**
 * Asks upsd one thing after the other, over one connection: an answer for each command. LOGOUT makes upsd close the
 * connection, so nothing waits for silence.
 */
export async function ask(tcp: Tcp, commands: readonly (readonly string[])[], { login = false }: { readonly login?: boolean } = {}): Promise<readonly Answer[]> {
  const send = Buffer.from([...commands, ['LOGOUT']].map((command) => `${lineOf(command)}\n`).join(''));
  const answers = new Answers(await tcp.exchange(port, { ...(login ? { login } : {}), send, idleMs }));
  if (login) for (const step of ['USERNAME', 'PASSWORD']) expectLine(answers.next([step]), step, ['OK']);
  return commands.map((command) => answers.next(command));
}

/** The words after those expected; what upsd refused is thrown. */
export function expectLine(answer: Answer | undefined, what: string, expected: readonly string[]): readonly string[] {
  if (answer?.kind === 'refused') throw answer.outcome;
  if (answer?.kind !== 'line' || expected.some((one, at) => answer.words[at] !== one)) {
    throw new Unsupported(`${what} was answered by ${answer?.kind === 'line' ? shortened(lineOf(answer.words)) : 'a list'}`);
  }
  return answer.words.slice(expected.length);
}

/** The rows without what all of them begin with; what upsd refused is thrown. */
export function rowsOf(answer: Answer | undefined, command: readonly string[]): readonly (readonly string[])[] {
  if (answer?.kind === 'refused') throw answer.outcome;
  if (answer?.kind !== 'rows') throw new Unsupported(`${command.join(' ')} was not answered by a list`);
  return answer.rows.map((row) => row.slice(command.length - 1));
}
