import { deviceKinds, interfaceStatuses, states } from '@jackfield/sdk';
import { z } from 'zod';
import { checkAnswer, incidentAnswer, text } from './health-answers.ts';

const kind = z.enum(deviceKinds);
const state = z.enum(states).nullable().meta({ description: 'The worst of its checks; null before the first result.' });
const port = z.object({ index: z.int(), name: z.string(), adminStatus: z.enum(interfaceStatuses).nullable(), operStatus: z.enum(interfaceStatuses).nullable(), speed: z.number().nullable() });

const summary = {
  id: z.string(), name: z.string(), site: z.string(), kind, addresses: z.array(z.string()), vendor: text, model: text, os: text, version: text, serial: text, plugins: z.array(z.string()), state,
};

export const deviceAnswer = z.object({
  ...summary, interfaces: z.array(port).optional(), neighbours: z.array(z.object({ localPort: text, remoteName: text, remotePort: text })).optional(),
}).meta({ id: 'Device' });

export const deviceDetailAnswer = z.object({
  ...summary, address: z.string(), labels: z.record(z.string(), z.string()), keys: z.array(z.object({ type: z.string(), value: z.string() })), firstSeen: z.string(), lastSeen: text,
  interfaces: z.array(port.extend({ description: text, alias: text, type: text, mtu: z.number().nullable(), mac: text, aggregate: z.string().optional() })),
  neighbours: z.array(z.object({ protocol: z.enum(['lldp', 'cdp', 'other']), localPort: text, remoteName: text, remotePort: text, remoteChassis: text })),
  parts: z.array(z.object({ name: z.string(), kind: z.string(), description: text, model: text, serial: text, version: text, within: text })),
  vlans: z.array(z.object({ id: z.int(), name: text, untagged: z.array(z.string()), tagged: z.array(z.string()) })),
  stations: z.array(z.object({ mac: z.string(), port: z.string(), vlan: z.int().nullable() })),
  arp: z.array(z.object({ address: z.string(), mac: z.string() })), hardware: z.array(z.string()),
  behind: z.object({ device: z.string(), port: text, proof: z.enum(['both', 'one', 'address']), protocol: text }).nullable(),
  attachedTo: z.object({ device: z.string(), as: text }).optional(),
  checks: z.array(checkAnswer), incidents: z.array(incidentAnswer),
  lately: z.array(z.object({ at: z.string(), what: z.enum(['incident', 'resolved', 'change', 'configuration']), state: z.string(), summary: z.string(), id: z.string(), lasted: z.number().nullable() })),
}).meta({ id: 'DeviceDetail' });

export const linkAnswer = z.object({
  proof: z.enum(['both', 'one', 'address']), protocol: z.enum(['lldp', 'cdp', 'other']).nullable(),
  ends: z.array(z.object({ device: z.string(), name: z.string(), site: z.string(), port: text, aggregate: text })),
}).meta({ id: 'Link' });

export const whereAnswer = z.object({
  what: z.string(), devices: z.array(z.string()), links: z.array(linkAnswer),
  seen: z.array(z.object({ mac: z.string(), device: z.string(), site: z.string(), port: z.string(), vlan: z.int().nullable(), isEdge: z.boolean(), lastSeen: text })),
}).meta({ id: 'Where' });
