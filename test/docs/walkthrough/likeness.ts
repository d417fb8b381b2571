/** What a page shows in place of a value that is another one for every reader, such as a key: a word in capitals, and what it stands for. */
export type Stands = ReadonlyMap<string, { readonly pattern: string; value: string | null }>;

/** Puts the values in place of the words that stand for them. */
export function filledIn(text: string, stands: Stands): string {
  return [...stands].reduce((filled, [word, { value }]) => (value === null ? filled : filled.replaceAll(new RegExp(`\\b${word}\\b`, 'g'), value)), text);
}

/**
 * What a page shows, as a pattern: `…` is anything in a line, a line of it any lines; times and the width of columns may
 * differ. A word of `stands` is told by what is found.
 */
export function likenessOf(shown: string, stands: Stands): RegExp {
  const told = new Set<string>();
  const words = (text: string): string =>
    [...stands].reduce((pattern, [word, { pattern: form }]) => pattern.replaceAll(new RegExp(`\\b${word}\\b`, 'g'), () => {
      const again = told.has(word);
      told.add(word);
      return again ? `\\k<${word}>` : `(?<${word}>${form})`;
    }), text);
  const lines = shown.trimEnd().split('\n').map((line) => {
    if (line.trim() === '…') return '(?:.*\\n)*?';
    const escaped = line.trimEnd().replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
    const loose = escaped
      .replaceAll(/ *… */g, '.*?')
      .replaceAll(/\b\d+(?:\\\.\d+)? ?(ms|s)\b/g, String.raw`\d+(?:\.\d+)? ?(?:ms|s|m|min)`)
      .replaceAll(/ {2,}/g, ' +');
    return `${words(loose)} *\\n`;
  });
  return new RegExp(`^${lines.join('')}`, 'm');
}

/** Whether what was printed is like what is shown; what the words of `stands` stand for is learnt from it. */
export function isLike(printed: string, shown: string, stands: Stands): boolean {
  const found = likenessOf(shown, stands).exec(printed.endsWith('\n') ? printed : `${printed}\n`);
  for (const [word, value] of Object.entries(found?.groups ?? {})) {
    const entry = stands.get(word);
    if (entry !== undefined) entry.value = value;
  }
  return found !== null;
}
