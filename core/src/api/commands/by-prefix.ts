import { notFound } from '../errors.ts';

/**
 * The one that an id means, or its first letters: tables show those, and nobody types more. A coded error when they fit
 * several; what was asked itself when they fit none, for whoever looks it up to say so.
 */
export function idMeant(asked: string, ids: readonly string[], what: string): string {
  const meant = ids.includes(asked) ? [asked] : ids.filter((id) => id.startsWith(asked.toLowerCase()));
  const [first = asked, ...others] = meant;
  if (others.length > 0) throw notFound(`${meant.length} ${what} begin with ${asked}`, { hint: `Give a letter more: ${meant.slice(0, 5).join(', ')}${meant.length > 5 ? ', …' : ''}.` });
  return first;
}
