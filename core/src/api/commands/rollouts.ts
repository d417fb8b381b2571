import { z } from 'zod';
import { nodeMeant } from '../../access/index.ts';
import { durationSchema } from '../../health/index.ts';
import { rolloutWords, type Rollout } from '../../rollouts/index.ts';
import type { Site } from '../../sites/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { badRequest, notFound } from '../errors.ts';
import type { HostServices } from '../host-services.ts';
import { audited } from './audited.ts';
import { key } from './configuration-keys.ts';

const name = z.string().min(1).max(255);

export const rollouts = command(nothing, ({ services }: CommandContext) => services.rollouts.list());

/** The rollout of an id; the first letters are enough. */
export async function rolloutNamed({ rollouts: all }: Pick<HostServices, 'rollouts'>, asked: string): Promise<Rollout> {
  const found = (await all.list()).filter(({ id }) => id === asked || (asked.length >= 4 && id.startsWith(asked)));
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) throw notFound(only === undefined ? `there is no rollout ${asked}` : `${found.length} rollouts begin with ${asked}`, { hint: 'See /api/rollouts for those there are.' });
  return only;
}

export const rollout = command(z.strictObject({ rollout: name }), ({ services }: CommandContext, asked) => rolloutNamed(services, asked.rollout));

/** Sets keys at every site of a place, the canary first, then wave after wave while no check gets worse. */
export const rolloutBegin = command(
  z.strictObject({
    title: z.string().min(1).max(200),
    at: name.meta({ description: 'Whose sites: `organization`, a region, a district or a site.' }),
    canary: name.optional().meta({ description: 'The site that is written first and alone; else the first of the place.' }),
    size: z.int().min(1).max(1_000).optional().meta({ description: 'Sites of each further wave; left out, a wave is a district.' }),
    soak: z.string().regex(/^\d+(ms|s|m|h|d)$/, 'a duration such as 30s, 5m or 1h').default('10m').meta({ description: 'How long a wave is left before its checks are looked at.' }),
    set: z.array(z.strictObject({ key, value: z.unknown() })).max(100).default([]),
    unset: z.array(key).max(100).default([]),
  }),
  async (context: CommandContext, { title, at, canary, size, soak, set, unset }) => {
    const { services, person } = context;
    const { current } = services.configuration;
    const node = nodeMeant(at, current);
    const sites = [...current.sites.values()].filter(({ id, district, region }) => node.level === 'organization' || { site: id, district, region }[node.level] === node.id);
    const first = canary === undefined ? sites[0] : sites.find(({ id }) => id === canary);
    if (first === undefined) throw badRequest(canary === undefined ? `there is no site at ${at}` : `${canary} is no site of ${at}`);
    const waves = [[first.id], ...wavesOf(sites.filter(({ id }) => id !== first.id), size ?? null)];
    const order = { title, person, soakMs: durationSchema.parse(soak), waves, set: set.map((one) => ({ key: one.key, value: z.json().parse(one.value) })), unset };
    return audited(context, { action: 'rollout.begin', detail: `${title}: ${waves.map((wave) => wave.join(', ')).join(' | ')}`, changed: (made) => [{ what: 'rollout', before: null, after: made.state }] }, () => services.rollouts.begin(order));
  },
  { detached: true },
);

/** Pauses, resumes, ends, or undoes a rollout. */
export const rolloutControl = command(z.strictObject({ rollout: name, word: z.enum(rolloutWords) }), async (context: CommandContext, asked) => {
  const { services, person } = context;
  const { id, title, state } = await rolloutNamed(services, asked.rollout);
  return audited(context, { action: `rollout.${asked.word}`, detail: title, changed: (now) => [{ what: 'rollout', before: state, after: now.state }] }, () => services.rollouts.control(id, asked.word, person));
}, { detached: true });

function wavesOf(sites: readonly Site[], size: number | null): readonly (readonly string[])[] {
  if (size === null) return [...Map.groupBy(sites, ({ district }) => district).values()].map((of) => of.map(({ id }) => id));
  return Array.from({ length: Math.ceil(sites.length / size) }, (_none, wave) => sites.slice(wave * size, (wave + 1) * size).map(({ id }) => id));
}
