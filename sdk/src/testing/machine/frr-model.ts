import { z } from 'zod';

const text = z.string().regex(/^[^\r\n]*$/, 'one line');

/**
 * FRRouting on a machine. Its configuration for the next start is the file `/etc/frr/frr.conf`; what runs and differs stands beside
 * it, in `running.conf`.
 *
 * @experimental
 * @since 0.1.0
 */
export const frrModelSchema = z.strictObject({
  version: text.default('10.3'),
  hostname: text,
  daemons: z.array(text).default(['zebra', 'staticd']).meta({ description: 'Those that run; with none of them vtysh reaches nobody.' }),
  interfaces: z
    .array(z.strictObject({ name: text, mac: text.optional(), address: text.optional().meta({ description: 'With its prefix, such as 10.0.0.1/24.' }), up: z.boolean().default(true), speedMb: z.int().default(1_000) }))
    .default([]),
  bgp: z
    .record(text, z.strictObject({ as: z.int(), state: text.default('Established'), prefixes: z.int().default(0), description: text.optional() }))
    .default({})
    .meta({ description: 'Neighbours by address, where bgpd runs.' }),
  ospf: z.record(text, z.strictObject({ interface: text, state: text.default('Full/DR') })).default({}).meta({ description: 'Neighbours by router id, where ospfd runs.' }),
});

/**
 * FRRouting, defaults filled in.
 *
 * @experimental
 * @since 0.1.0
 */
export type FrrModel = z.infer<typeof frrModelSchema>;
