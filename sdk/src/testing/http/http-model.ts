import { z } from 'zod';

/**
 * A device with a REST interface: documents that GET reads and the other methods change.
 *
 * @experimental
 * @since 0.1.0
 */
export const httpModelSchema = z.strictObject({
  documents: z
    .record(z.string().startsWith('/', 'a path that begins with /'), z.json())
    .default({})
    .meta({ description: 'JSON by path. PUT replaces, PATCH merges (RFC 7396), DELETE removes, POST adds to an array.' }),
  pages: z.record(z.string().startsWith('/'), z.string()).default({}).meta({ description: 'HTML by path, which nobody changes.' }),
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
