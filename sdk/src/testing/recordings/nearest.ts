import { describeAsk } from './operation.ts';
import type { Exchange, RecordedAsk } from './recording-schema.ts';

const parts = (text: string): readonly string[] => text.split(/[^A-Za-z0-9]+/).filter((part) => part !== '');

/** 0 to 1: how much two asks have in common, by their words; what they share from the beginning counts twice. */
function likeness(one: readonly string[], other: readonly string[]): number {
  let prefix = 0;
  while (prefix < one.length && one[prefix] === other[prefix]) prefix += 1;
  const words = new Set(other);
  const shared = one.filter((word) => words.has(word)).length;
  return (2 * prefix + 2 * shared) / (2 * (one.length + other.length) || 1);
}

/** The recorded ask that is most like the one that was not recorded: of the same operation, else of the same transport. */
export function nearestTo(ask: RecordedAsk, exchanges: readonly Exchange[]): Exchange | null {
  const transport = ask.ask.split('.')[0] ?? '';
  const same = exchanges.filter((exchange) => exchange.ask === ask.ask);
  const candidates = same.length > 0 ? same : exchanges.filter((exchange) => exchange.ask.startsWith(`${transport}.`));
  const wanted = parts(describeAsk(ask));
  let best: { readonly exchange: Exchange; readonly score: number } | null = null;
  for (const exchange of candidates) {
    const score = likeness(wanted, parts(describeAsk(exchange)));
    if (best === null || score > best.score) best = { exchange, score };
  }
  return best?.exchange ?? null;
}
