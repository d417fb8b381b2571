import { result, Refused, type AmiReader, type Check, type Item, type Metric } from '@jackfield/sdk';
import { doesWithout } from '../done-without.ts';
import { heardOf } from '../heard/heard.ts';
import { ask, isDenied, isSuccess, numberOf, outcomeOf, textOf } from '../manager.ts';
import type { Settings } from '../settings.ts';

async function moduleItem(ami: AmiReader, name: string): Promise<Item> {
  const response = await ami.action('ModuleCheck', [['Module', name]]);
  if (isSuccess(response)) return { name, state: 'ok', summary: 'loaded' };
  if (isDenied(response)) throw new Refused('the manager user may not ask for modules');
  if (/not loaded/i.test(textOf(response, 'Message') ?? '')) return { name, state: 'critical', summary: 'not loaded' };
  throw outcomeOf('ModuleCheck', response);
}

/** The modules that are needed; null where the user lacks the right to ask. */
async function modulesOf(ami: AmiReader, names: readonly string[]): Promise<readonly Item[] | null> {
  try {
    return await Promise.all([...new Set(names)].map((name) => moduleItem(ami, name)));
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** Seconds since start and reload, where the event session was told; the times of CoreStatus have no zone. */
function ages(device: string): readonly Metric[] {
  const { booted } = heardOf(device);
  if (booted === null) return [];
  const seconds = (since: number): number => Math.max(0, Math.round((performance.now() - since) / 1_000));
  return [{ name: 'pbx.uptime', value: seconds(booted.startedAt) }, { name: 'pbx.sinceReload', value: seconds(booted.reloadedAt) }];
}

/**
 * Whether the PBX answers, since when, and whether it has the modules that it needs. Its times are its local ones, without a
 * zone, and are told as it tells them; the time of the last reload moves with reloads that failed too.
 */
export const core: Check<Settings> = async ({ ami, device, settings }) => {
  const [facts, status, modules] = await Promise.all([ask(ami, 'CoreSettings'), ask(ami, 'CoreStatus'), modulesOf(ami, settings.core.modules.filter((name) => !doesWithout(settings.core, name)))]);
  const processed = numberOf(status, 'CoreProcessedCalls');
  const time = (what: string): string => [textOf(status, `Core${what}Date`), textOf(status, `Core${what}Time`)].filter((part) => part !== null).join(' ') || 'an unknown time';
  const missing = (modules ?? []).filter(({ state }) => state !== 'ok').map(({ name }) => name);
  const told = modules === null ? ', its modules may not be asked for' : missing.length > 0 ? `, without ${missing.join(', ')}` : '';
  const known = ages(device.id);
  const uptime = known.find(({ name }) => name === 'pbx.uptime')?.value;
  const isFresh = uptime !== undefined && uptime < settings.core.restartedMinutes * 60;
  const summary = `Asterisk ${textOf(facts, 'AsteriskVersion') ?? ''}, started ${time('Startup')}${isFresh ? `, ${uptime} s ago` : ''}, reloaded ${time('Reload')}${told}`;
  const metrics = [...(processed === null ? [] : [{ name: 'calls.processed', value: processed }]), ...known];
  const items = modules ?? [];
  return isFresh && missing.length === 0 ? result.warning(summary, { items, metrics }) : result.fromItems(summary, items, metrics);
};
