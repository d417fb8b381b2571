import { Unsupported } from '@jackfield/sdk';

/** A word of a line: bare, or in double quotes with backslashes before what they hold of `"` and `\` (RFC 9271, section 3). */
const word = /(?:"((?:[^"\\]|\\.)*)"|([^\s"\\]+))(?:[ \t]+|$)/y;

/** Longer is no line of upsd's. */
const mostCharacters = 4_096;

/** The words of a line. */
export function wordsOf(line: string): readonly string[] {
  if (line.length > mostCharacters) throw new Unsupported(`upsd sent a line of ${line.length} characters`);
  const words: string[] = [];
  word.lastIndex = 0;
  while (word.lastIndex < line.length) {
    const [, quoted, bare] = word.exec(line) ?? [];
    const found = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare;
    if (found === undefined) throw new Unsupported(`upsd sent a line that is none of its protocol: ${shortened(line)}`);
    // What a UPS says of itself is shown to people.
    words.push(found.replaceAll(/\p{Cc}/gu, ' ').trim());
  }
  return words;
}

/** The words as a line: all but names and numbers in quotes. */
export function lineOf(words: readonly string[]): string {
  return words.map((one) => (/^[\w.-]+$/.test(one) ? one : `"${one.replaceAll(/["\\]/g, String.raw`\$&`)}"`)).join(' ');
}

export function shortened(line: string): string {
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 57)}...` : line);
}
