import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { behindAnswer } from '../answers/behind-answers.ts';
import { deviceAnswer, deviceDetailAnswer, linkAnswer, whereAnswer } from '../answers/device-answers.ts';
import { discoveryAnswer, discoveryRunAnswer, organizationAnswer, proposalAnswer, recoverabilityAnswer, siteAnswer, statusAnswer, trapsAnswer } from '../answers/host-answers.ts';
import { listRoute, longListRoute, route, type Route } from '../route.ts';
import type { Rule, Touched } from '../rule.ts';
import * as touched from '../touched.ts';

const seen: Rule = { role: 'viewer', at: 'seen' };

const operator = (at: Touched): Rule => ({ role: 'operator', at });

/** What there is: the tree, its sites, their devices, and how they hang together. */
export const networkRoutes: readonly Route[] = [
  route({ name: 'status', method: 'get', path: '/status', title: 'The host, its checks and its plugins at one glance', rule: seen, command: commands.status, answer: statusAnswer }),
  route({ name: 'organization', method: 'get', path: '/organization', title: 'The tree of regions, districts and sites', rule: seen, command: commands.organization, answer: organizationAnswer }),
  listRoute({ name: 'sites', path: '/sites', title: 'Sites, with how they are', rule: seen, command: commands.sites, entry: siteAnswer, filters: ['region', 'district', 'state'], order: ({ id }) => id }),
  route({ name: 'site', method: 'get', path: '/sites/{site}', title: 'One site', rule: seen, command: commands.site, answer: siteAnswer }),
  longListRoute({
    name: 'devices', path: '/devices', title: 'Devices by name', rule: seen, command: commands.devices, entry: deviceAnswer,
    filters: ['name', 'kind', 'vendor', 'model', 'os', 'version', 'serial', 'plugins', 'addresses', 'state'],
  }),
  route({ name: 'device', method: 'get', path: '/devices/{device}', title: 'A device with its ports, neighbours, checks and incidents', rule: seen, command: commands.device, answer: deviceDetailAnswer }),
  route({ name: 'links', method: 'get', path: '/links', title: 'The topology: which device hangs at which', rule: seen, command: commands.links, answer: z.array(linkAnswer) }),
  route({ name: 'where', method: 'get', path: '/where', title: 'Where a device or a hardware address is plugged in', rule: seen, command: commands.where, answer: whereAnswer }),
  route({ name: 'behind', method: 'get', path: '/devices/{device}/behind', title: 'Who loses what without a device, or without one of its ports', rule: seen, command: commands.behind, answer: behindAnswer }),
  route({ name: 'traps', method: 'get', path: '/traps', title: 'SNMP traps received, kept and dropped, by site', rule: seen, command: commands.traps, answer: trapsAnswer }),
  route({ name: 'recoverability', method: 'get', path: '/recoverability', title: 'How surely each site could get back what it loses', rule: seen, command: commands.recoverability, answer: recoverabilityAnswer }),
  route({ name: 'proposals', method: 'get', path: '/proposals', title: 'Devices that may be one: a person decides', rule: seen, command: commands.proposals, answer: z.array(proposalAnswer) }),
  route({ name: 'discover', method: 'post', path: '/discovery', title: 'Look for devices at a site, or everywhere; answers when it is over', rule: operator(touched.sought), command: commands.discover, answer: discoveryAnswer }),
  route({ name: 'discoveries', method: 'get', path: '/discovery', title: 'Discoveries since the start of the host, newest first, as far as they are', rule: { role: 'operator', at: 'seen' }, command: commands.discoveries, answer: z.array(discoveryRunAnswer) }),
  route({ name: 'beginDiscovery', method: 'post', path: '/discovery/begin', title: 'Look for devices at a site, in a network of one, or everywhere; answers when it has begun', rule: operator(touched.sought), command: commands['discover-begin'], answer: discoveryRunAnswer }),
  route({ name: 'endDiscovery', method: 'post', path: '/discovery/{run}/end', title: 'End a discovery before its time; what it found stays', rule: operator(touched.discovery), command: commands['discover-end'], answer: discoveryRunAnswer }),
  route({ name: 'decideProposal', method: 'post', path: '/proposals/{proposal}', title: 'Say that two devices are one, or are not', rule: operator(touched.proposal), command: commands.merge, answer: z.object({ proposal: z.string(), merged: z.boolean() }) }),
  route({ name: 'splitDevice', method: 'post', path: '/devices/{device}/split', title: 'Undo the last merge into a device', rule: operator(touched.device), command: commands.split, answer: z.object({ device: z.string(), split: z.string(), id: z.string() }) }),
  route({ name: 'removeDevice', method: 'delete', path: '/devices/{device}', title: 'Take a device out of the inventory', rule: operator(touched.device), command: commands.remove, answer: z.object({ id: z.string(), name: z.string() }) }),
];
