import { z } from 'zod';

const text = z.string().regex(/^[^\r\n]*$/, 'one line');

const port = z.strictObject({
  type: text.default('').meta({ description: 'Empty for a device of the machine.' }),
  mode: text.nullable().default(null),
  tag: z.int().nullable().default(null),
  trunks: z.array(z.int()).default([]),
  mac: text.optional(),
  up: z.boolean().default(true),
  shutdown: z.boolean().default(false),
  externalIds: z.record(text, text).default({}),
});

const bridge = z.strictObject({
  datapath: text.default(''),
  failMode: text.nullable().default(null),
  stp: z.boolean().default(false),
  rstp: z.boolean().default(false),
  multicastSnooping: z.boolean().default(false),
  ports: z.record(text, port).default({}),
});

/**
 * Open vSwitch on a machine. What differs from this stands in the file `/open-vswitch.json`.
 *
 * @experimental
 * @since 0.1.0
 */
export const openVSwitchModelSchema = z.strictObject({
  version: text.default('3.5.0'),
  hostname: text.optional(),
  daemon: z.boolean().default(true).meta({ description: 'Whether ovs-vswitchd runs.' }),
  devices: z.array(text).default([]).meta({ description: 'Further network devices that can become ports; any other cannot be opened.' }),
  bridges: z.record(text, bridge).default({}),
});

/**
 * Open vSwitch, defaults filled in.
 *
 * @experimental
 * @since 0.1.0
 */
export type OpenVSwitchModel = z.infer<typeof openVSwitchModelSchema>;

export const bridgesSchema = z.record(text, bridge);
export type Bridges = z.infer<typeof bridgesSchema>;
export const freshBridge = (): Bridges[string] => bridge.parse({});
export const freshPort = (): Bridges[string]['ports'][string] => port.parse({});
