import { clearRules } from './clear-rules.ts';
import { encodedRules } from './encoded-rules.ts';
import { isPlaceholder } from './placeholders.ts';
import type { SecretRule } from './secret-rule.ts';

/**
 * Something in a text that looks like a secret.
 *
 * @experimental
 * @since 0.1.0
 */
export interface FoundSecret {
  /** The line at which it begins; the first is 1. */
  readonly line: number;
  /** Such as `private-key`, `community`, `setting`. */
  readonly kind: string;
  readonly why: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly why: string;
}

const rules = [...clearRules, ...encodedRules((text) => spans(text, clearRules).length > 0)];

/**
 * Kinds of secrets that are looked for.
 *
 * @experimental
 * @since 0.1.0
 */
export const secretKinds: readonly string[] = [...new Set(rules.map(({ kind }) => kind))];

/** Places of secrets in order, none over another; those of rules that come first win. */
function spans(text: string, looked: readonly SecretRule[] = rules): readonly Span[] {
  const found: Span[] = [];
  for (const { kind, why, pattern, accepts } of looked) {
    for (const match of text.matchAll(pattern)) {
      // Named groups stand for what is around the secret: they are numbered too.
      const named = new Set(Object.values(match.indices?.groups ?? {}).map((place) => place?.join()));
      const place = match.indices?.slice(1).find((range) => range !== undefined && !named.has(range.join()));
      if (place === undefined) continue;
      const secret = text.slice(...place);
      // A rule may take only the beginning of a placeholder for a secret.
      if (secret.trim() === '' || isPlaceholder(text.slice(place[0], place[1] + 12)) || accepts?.(secret, match) === false) continue;
      found.push({ start: place[0], end: place[0] + secret.trimEnd().length, kind, why });
    }
  }
  // Marked on the text: to hold each one against all others would take the square of their number.
  const taken = new Uint8Array(text.length);
  const ordered = found.filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false;
    taken.fill(1, start, end);
    return true;
  });
  return ordered.sort((one, other) => one.start - other.start);
}

/**
 * What in a text looks like a secret: keys, hashes, tokens, and values of settings whose name means one.
 *
 * @experimental
 * @since 0.1.0
 */
export function findSecrets(text: string): readonly FoundSecret[] {
  let [line, at] = [1, 0];
  return spans(text).map(({ start, kind, why }) => {
    line += text.slice(at, start).split('\n').length - 1;
    at = start;
    return { line, kind, why };
  });
}

const mostLooks = 50;

/**
 * The text with something else in the place of each secret; `findSecrets` finds nothing in it. What comes in their place
 * has to be a placeholder: `REDACTED-1`, `[redacted]`.
 *
 * @experimental
 * @since 0.1.0
 */
export function replaceSecrets(text: string, placeholderFor: (secret: string, kind: string) => string): string {
  let redacted = text;
  let found = spans(redacted);
  // What one placeholder uncovers, the next look finds.
  for (let looks = 0; found.length > 0; looks += 1) {
    if (looks === mostLooks) throw new Error('a text in which more and more secrets are found');
    let result = '';
    let at = 0;
    for (const { start, end, kind } of found) {
      const secret = redacted.slice(start, end);
      // A key block keeps its frame, on lines of their own.
      const frame = kind === 'private-key' && secret.includes('\n') ? '\n' : '';
      result += redacted.slice(at, start) + (redacted[start] === '\n' ? frame : '') + placeholderFor(secret.trim(), kind) + frame;
      at = end + (redacted[end] === '\n' && frame !== '' ? 1 : 0);
    }
    redacted = result + redacted.slice(at);
    found = spans(redacted);
  }
  return redacted;
}
