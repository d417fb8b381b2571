import { isFields, isId, parseUntrusted } from './messages.ts';

/**
 * UTF-16 units of JSON text in one page; three bytes or two escapes each still fit a frame.
 *
 * @internal
 * @since 0.1.0
 */
export const pageLength = 128 * 1_024;

/**
 * UTF-16 units of JSON text that may cross as one value, in pages.
 *
 * @internal
 * @since 0.1.0
 */
export const maxValueLength = 16 * 1_024 * 1_024;

const maxHeld = 4 * maxValueLength;

/**
 * A value is larger than may cross.
 *
 * @internal
 * @since 0.1.0
 */
export class ValueTooLarge extends Error {
  constructor(length: number) {
    super(`a value of ${length} characters is more than the ${maxValueLength} that may cross`);
    this.name = 'ValueTooLarge';
  }
}

/**
 * Values too large for one frame, kept until the other end has asked for their pages one by one.
 *
 * @internal
 * @since 0.1.0
 */
export class PageStore {
  readonly #held = new Map<number, string>();
  #length = 0;
  #next = 1;

  /** The JSON text that stands for a value on the wire: `{"value":…}`, or `{"pages":…}` that are to be asked for. */
  wrap(text: string): string {
    if (text.length <= pageLength) return `{"value":${text}}`;
    if (text.length > maxValueLength) throw new ValueTooLarge(text.length);
    const of = this.#next;
    this.#next += 1;
    this.#held.set(of, text);
    this.#length += text.length;
    // What nobody fetches goes first: an end that never asks must not fill this one's memory.
    for (const oldest of this.#held.keys()) {
      if (this.#length <= maxHeld) break;
      this.#drop(oldest);
    }
    return `{"pages":${Math.ceil(text.length / pageLength)},"of":${of}}`;
  }

  /** One page; null when there is no such page. The last one asked for ends the keeping. */
  page(params: unknown): string | null {
    if (!isFields(params) || !isId(params['of']) || !isId(params['page'])) return null;
    const { of, page } = params;
    const text = this.#held.get(of);
    const start = (page - 1) * pageLength;
    if (text === undefined || start >= text.length) return null;
    if (start + pageLength >= text.length) this.#drop(of);
    return text.slice(start, start + pageLength);
  }

  #drop(of: number): void {
    this.#length -= this.#held.get(of)?.length ?? 0;
    this.#held.delete(of);
  }
}

/**
 * What stands for a value on the wire: the value, the pages it comes in, or null when it is neither.
 *
 * @internal
 * @since 0.1.0
 */
export function readWrapped(wrapped: unknown): { readonly value: unknown } | { readonly of: number; readonly pages: number } | null {
  if (!isFields(wrapped)) return null;
  if ('value' in wrapped) return { value: wrapped['value'] };
  const { of, pages } = wrapped;
  return isId(of) && isId(pages) && pages <= Math.ceil(maxValueLength / pageLength) ? { of, pages } : null;
}

/**
 * Fetches the pages of a value in order.
 *
 * @internal
 * @since 0.1.0
 */
export async function fetchPages(of: number, pages: number, ask: (of: number, page: number) => Promise<unknown>): Promise<unknown> {
  const parts: string[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const part = await ask(of, page);
    if (typeof part !== 'string' || part.length > pageLength) throw new SyntaxError('a page that is none');
    parts.push(part);
  }
  return parseUntrusted(parts.join(''));
}
