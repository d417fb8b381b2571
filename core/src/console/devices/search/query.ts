/** One thing that is asked for: of a key, or anywhere. */
export interface Term {
  /** Null: anywhere in what is known of the device. */
  readonly key: string | null;
  readonly value: string;
  /** `-`: what has it is left out. */
  readonly without: boolean;
}

/** A word of the search as it stands in the text. */
export interface Word extends Term {
  readonly from: number;
  readonly to: number;
  /** A quote that nothing ends. */
  readonly unclosed: boolean;
}

/** The words of a search: `site:leeds vendor:"Cisco Systems" -state:ok uplink`. Every text is one; what is wrong with it is told by who knows the keys. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  // A word ends at a space that is in no quotes.
  for (const { 0: whole, index } of text.matchAll(/(?:"[^"]*(?:"|$)|[^\s"])+/g)) {
    const without = whole.startsWith('-') && whole.length > 1;
    const rest = without ? whole.slice(1) : whole;
    const { 1: key, 2: value } = /^([A-Za-z]+):(.*)$/s.exec(rest) ?? [];
    words.push({
      key: key?.toLowerCase() ?? null, value: (value ?? rest).replaceAll('"', ''), without, from: index, to: index + whole.length, unclosed: (whole.split('"').length - 1) % 2 === 1,
    });
  }
  return words;
}

/** A value as it is written in a search. */
export const quoted = (value: string): string => (value === '' || /[\s":]|^-/.test(value) ? `"${value.replaceAll('"', '')}"` : value);
