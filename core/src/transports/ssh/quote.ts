/** One word of a POSIX shell, whatever it holds: inside single quotes nothing is special but the quote itself. */
export function quote(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The command line of an argument vector, in the C locale so that output reads the same everywhere. */
export function commandLine(argv: readonly string[]): string {
  return ['env', 'LC_ALL=C', ...argv].map(quote).join(' ');
}
