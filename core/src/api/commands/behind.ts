import { isOnTrial, worst, type CommitClass, type State } from '@jackfield/sdk';
import { z } from 'zod';
import { risksOf, type AtRisk, type Loss, type Risk } from '../../changes/index.ts';
import { command, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import type { HostServices } from '../host-services.ts';
import { planNamed } from './changes.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);

export interface DevicePlace {
  readonly device: string;
  readonly name: string;
  readonly site: string;
}

const named = (id: string, { inventory }: Pick<HostServices, 'inventory'>): DevicePlace => {
  const found = inventory.find(id);
  return { device: id, name: found?.name ?? id, site: found?.site ?? '' };
};

export const undoers = ['device', 'host', 'nobody'] as const;

/** Who puts it back when steps go wrong: the device by itself, the host while it reaches it, or nobody. */
function undoerOf(classes: readonly CommitClass[]): (typeof undoers)[number] {
  if (classes.includes('irreversible')) return 'nobody';
  return classes.every((one) => isOnTrial(one) || one === 'session') ? 'device' : 'host';
}

function stateOf(id: string, { health }: HostServices): State | null {
  const seen = health.statuses({ device: id }).flatMap(({ state }) => (state === 'pending' ? [] : [state]));
  return seen.length === 0 ? null : worst(seen);
}

/** A blast radius with names, and how those are that it is about. */
function told(risks: readonly AtRisk[], services: HostServices) {
  const { lost, strangers, unlinked, guessed, hidden, ...radius } = services.changes.blastRadius(risks);
  const seen = lost.filter(({ device }) => services.inventory.find(device) !== null);
  const sites = new Map([...Map.groupBy(services.inventory.devices(), ({ site }) => site)].map(([site, all]) => [site, all.length]));
  return {
    risks: radius.risks.map(({ device, port, threat, standIns }: Risk) => ({ ...named(device, services), port, threat, standIns: standIns.map((one) => named(one, services).name) })),
    devices: seen.map(({ device, how, at }: Loss) => ({
      ...named(device, services), kind: services.inventory.find(device)?.kind ?? 'unknown', state: stateOf(device, services), how, at: at === null ? null : { ...named(at.device, services), port: at.port },
    })),
    sites: [...Map.groupBy(seen, ({ device }) => named(device, services).site)].map(([site, here]) => ({ site, lost: here.length, of: sites.get(site) ?? here.length })).toSorted((a, b) => a.site.localeCompare(b.site)),
    hidden: hidden + lost.length - seen.length,
    strangers: strangers.map(({ device, port, addresses }) => ({ ...named(device, services), port, addresses })),
    unlinked: unlinked.map((one) => named(one, services)),
    guessed: guessed.map((one) => named(one, services).name),
  };
}

/** What hangs on a device, or on one port of it, as a plan tells its blast radius: gone, it takes these along. */
export const behind = command(z.strictObject({ device: name, port: name.optional() }), async ({ services }: CommandContext, { device, port = null }) => {
  const found = deviceNamed(services, device);
  if (port !== null && !found.interfaces.some((one) => one.name === port)) throw notFound(`${found.name} has no port ${port}`, { hint: `\`jackfield device ${found.name}\` lists its ports.` });
  const radius = told([{ device: found.id, port }], services);
  return { device: found.id, deviceName: found.name, port, /** The host reaches the very device over this port. */ ownWay: radius.risks.some(({ threat }) => threat === 'own-way'), ...radius };
});

/** Who would lose what if a plan went wrong, by what is known of the network now. */
export const planBehind = command(z.strictObject({ plan: name }), async (context: CommandContext, asked) => {
  const { services } = context;
  const { plan: { id, title, steps } } = await planNamed(context, asked.plan);
  const radius = told(risksOf(steps, services.inventory), services);
  const classes = Map.groupBy(steps, ({ device }) => device);
  return { plan: id, title, ...radius, risks: radius.risks.map((risk) => ({ ...risk, undoneBy: undoerOf(classes.get(risk.device)?.map(({ commitClass }) => commitClass) ?? []) })) };
});
