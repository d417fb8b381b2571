import { Command, type ErrorOptions } from 'commander';
import { commandLineWrong } from './errors.ts';

/** Suggestions as commander appends them: `(Did you mean status?)`. */
const suggestion = /\n\((Did you mean .*\?)\)$/;

/** A command whose wrong command lines are errors like all others: with a code, a next step, and as JSON when that was asked for. */
export class JackfieldCommand extends Command {
  constructor(name?: string) {
    super(name);
    // Commander's own says nothing of a name that is none.
    this.helpCommand(false);
  }

  override createCommand(name?: string): JackfieldCommand {
    return new JackfieldCommand(name);
  }

  override error(message: string, _options?: ErrorOptions): never {
    const [, meant] = suggestion.exec(message) ?? [];
    const words = message.replace(suggestion, '').replace(/^error: /, '');
    throw commandLineWrong(words, { hint: `${meant === undefined ? '' : `${meant} `}See \`${this.#path()} --help\`.` });
  }

  /** `jackfield plugin install` */
  #path(): string {
    return this.parent instanceof JackfieldCommand ? `${this.parent.#path()} ${this.name()}` : this.name();
  }
}
