/** The words of a POSIX command line: quotes and backslashes undone, nothing else of a shell. */
export function shellWords(line: string): readonly string[] {
  const words: string[] = [];
  const part = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gsy;
  let word: string | null = null;
  for (const [whole, single, double, escaped, plain] of line.matchAll(part)) {
    if (/^\s/.test(whole)) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    word = (word ?? '') + (single ?? double?.replaceAll(/\\([\\"$`])/g, '$1') ?? escaped ?? plain ?? '');
  }
  if (word !== null) words.push(word);
  return words;
}

/** A command without the `env NAME=VALUE …` before it. */
export function withoutEnvironment(words: readonly string[]): readonly string[] {
  if (words[0] !== 'env') return words;
  const first = words.findIndex((word, at) => at > 0 && !/^[A-Za-z_]\w*=/.test(word));
  return first === -1 ? [] : words.slice(first);
}
