import { deviceKinds, identityKeyTypes, interfaceStatuses, partKinds } from '@jackfield/sdk';
import { z } from 'zod';
import { checkAnswer } from './check-answer.ts';

// Bounds keep one plugin from filling the database: they are far above what devices have.
const line = z.string().max(4_096);
const name = z.string().min(1).max(512);
const fact = z.string().max(1_024).nullable();

const identificationShape = {
  kind: z.enum(deviceKinds),
  name: fact,
  vendor: fact,
  model: fact,
  os: fact,
  version: fact,
  serial: fact,
  keys: z.array(z.strictObject({ type: z.enum(identityKeyTypes), value: name })).max(1_000),
  confidence: z.number().min(0).max(100),
};

const networkInterface = z.strictObject({
  index: z.int(),
  name: z.string().max(512),
  description: fact,
  alias: fact,
  type: fact,
  adminStatus: z.enum(interfaceStatuses).nullable(),
  operStatus: z.enum(interfaceStatuses).nullable(),
  speed: z.number().min(0).nullable(),
  mtu: z.number().nullable(),
  mac: fact,
  aggregate: name.exactOptional(),
});

const part = z.strictObject({ name, kind: z.enum(partKinds), description: fact, model: fact, serial: fact, version: fact, within: fact });
const vlanId = z.int().min(1).max(4_094);
const vlan = z.strictObject({ id: vlanId, name: fact, untagged: z.array(name).max(20_000), tagged: z.array(name).max(20_000) });
const station = z.strictObject({ mac: z.string().max(64), port: name, vlan: vlanId.nullable() });

const arpEntry = z.strictObject({ address: z.string().min(1).max(64), mac: z.string().max(64) });

const { confidence: _confidence, ...attachedShape } = identificationShape;
const attached = z.strictObject({ ...attachedShape, address: z.string().min(1).max(64) });

const neighbour = z.strictObject({
  protocol: z.enum(['lldp', 'cdp', 'other']),
  localPort: fact,
  remoteName: fact,
  remotePort: fact,
  remoteChassis: fact,
});

/** What a watcher may tell. */
export const watchEventSchema = z.strictObject({
  name,
  summary: line,
  data: z.record(z.string(), z.json()).optional(),
  hints: z.array(z.string().max(128)).max(32).optional(),
});

/** What each phase must answer. Plain data with known keys only; anything else is the plugin's fault. */
export const answers = {
  identify: z.strictObject(identificationShape).nullable(),
  inspect: z.strictObject({
    ...identificationShape,
    interfaces: z.array(networkInterface).max(20_000),
    neighbours: z.array(neighbour).max(20_000),
    addresses: z.array(z.string().max(64)).max(10_000),
    parts: z.array(part).max(5_000).exactOptional(),
    vlans: z.array(vlan).max(4_094).exactOptional(),
    stations: z.array(station).max(20_000).exactOptional(),
    arp: z.array(arpEntry).max(20_000).exactOptional(),
    attached: z.array(attached).max(20_000).exactOptional(),
  }),
  check: checkAnswer,
  state: z.record(z.string(), z.json()),
  keys: z.array(z.record(z.string(), z.json())).max(20_000).nullable(),
  saved: z.boolean(),
  nothing: z.unknown().transform(() => undefined),
  watch: watchEventSchema,
} as const;
