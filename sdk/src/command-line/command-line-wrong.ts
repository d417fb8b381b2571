/** What a program ends with when its command line is wrong, as `jackfield` does. */
export const wrongCommandLine = 2;

/** A command line that a program does not take; the code is the one that `jackfield` gives for it. */
export class CommandLineWrong extends Error {
  readonly code = 'JF9430';
  /** Ends with a line break: written as it is. */
  readonly text: string;

  constructor(program: string, message: string) {
    super(message);
    this.name = 'CommandLineWrong';
    this.text = `${this.code} ${message}\n  → next: See \`${program} --help\`.\n`;
  }
}
