import { z } from 'zod';

const path = z.string().startsWith('/', 'a path that begins with /');
const text = z.string().min(1);

const paging = z.strictObject({
  style: z.enum(['link', 'offset', 'cursor']).meta({ description: '`link`: ?page and ?per_page, with the header Link (RFC 8288). `offset`: ?offset and ?limit, an object of items, total, offset, limit. `cursor`: ?cursor, an object of items and next.' }),
  size: z.int().min(1).default(50).meta({ description: 'Items of a page, unless the request asks for fewer.' }),
});

const itemsOf = z.strictObject({
  by: text.meta({ description: 'The field that names an item: the item with `number: 3` is at `/api/outlets/3`.' }),
  keeps: z.array(text).default([]).meta({ description: 'Fields of the device\'s own, such as what it measures: a PUT leaves them as they are, and the one that names the item.' }),
});

/**
 * A device with a REST interface: documents that GET reads and the other methods change.
 *
 * @experimental
 * @since 0.1.0
 */
export const httpModelSchema = z.strictObject({
  documents: z
    .record(path, z.json())
    .default({})
    .meta({ description: 'JSON by path. PUT replaces, PATCH merges (RFC 7396), DELETE removes, POST adds to an array. `{{26h ago}}` in a text is that time, `{{26h ago in seconds}}` alone a number.' }),
  pages: z.record(path, z.string()).default({}).meta({ description: 'HTML by path, which nobody changes.' }),
  items: z.record(path, itemsOf).default({}).meta({ description: 'Lists of `documents` whose items have a path of their own each: GET, PUT, PATCH and DELETE there change the list.' }),
  paging: z.record(path, paging).default({}).meta({ description: 'Arrays that are told page by page.' }),
  needsMatch: z.boolean().default(false).meta({ description: 'Whoever changes a document must say which version, by If-Match.' }),
  server: z.string().default('simulator').meta({ description: 'The header Server.' }),
});

/**
 * Documents of a simulated web interface, defaults filled in.
 *
 * @experimental
 * @since 0.1.0
 */
export type HttpModel = z.infer<typeof httpModelSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type HttpModelInput = z.input<typeof httpModelSchema>;

/**
 * How one logs in: a token as `Authorization: Bearer`, a header of the maker's, Basic or Digest, a session with a cookie, or tokens that are given for user
 * and password (RFC 6749, section 4.3).
 *
 * @experimental
 * @since 0.1.0
 */
export const httpLoginSchema = z.union([
  z.strictObject({ token: text }),
  z.strictObject({ header: text, value: text }),
  z.strictObject({ user: text, password: text, scheme: z.enum(['basic', 'digest']).default('basic') }),
  z.strictObject({ user: text, password: text, tokens: path.meta({ description: 'POST of a form with grant_type=password, username and password there gives a token.' }) }),
  z.strictObject({ user: text, password: text, session: path.meta({ description: 'POST of user and password there gives a cookie; DELETE ends it.' }) }),
]);

/**
 * How one logs in to a simulated web interface.
 *
 * @experimental
 * @since 0.1.0
 */
export type HttpLogin = z.infer<typeof httpLoginSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type HttpLoginInput = z.input<typeof httpLoginSchema>;
