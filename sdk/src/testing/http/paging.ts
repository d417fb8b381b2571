import type { Json } from '../../contract/json.ts';
import type { Served } from './documents.ts';
import type { HttpModel } from './http-model.ts';

const numberOf = (text: string | null, fallback: number): number => (text !== null && /^\d+$/.test(text) ? Number(text) : fallback);

/** One page of a list, as its style has it. An endless one names the first page behind the last. */
export function pageOf(items: readonly Json[], { style, size }: HttpModel['paging'][string], url: URL, isEndless: boolean): Served {
  const { searchParams: query, pathname } = url;
  if (style === 'link') {
    const most = Math.min(size, numberOf(query.get('per_page'), size) || size);
    const page = Math.max(1, numberOf(query.get('page'), 1));
    const isLast = page * most >= items.length;
    const next = isLast ? (isEndless ? 1 : null) : page + 1;
    return { status: 200, document: items.slice((page - 1) * most, page * most), headers: next === null ? {} : { link: `<${pathname}?page=${next}&per_page=${most}>; rel="next"` } };
  }
  if (style === 'offset') {
    const limit = Math.min(size, numberOf(query.get('limit'), size) || size);
    const offset = numberOf(query.get('offset'), 0);
    const from = isEndless && items.length > 0 ? offset % items.length : offset;
    return { status: 200, document: { items: items.slice(from, from + limit), total: isEndless ? offset + 2 * limit : items.length, offset, limit } };
  }
  const from = numberOf(query.get('cursor'), 0);
  const end = from + size;
  return { status: 200, document: { items: items.slice(from, end), next: end < items.length ? String(end) : isEndless ? '0' : null } };
}
