import { result, type Check, type Item } from '@jackfield/sdk';
import { heardOf } from '../heard/heard.ts';
import { notHeard } from '../heard/not-heard.ts';
import type { Settings } from '../settings.ts';

/** Attempts that failed for the network's sake; busy, unanswered and given up calls reached somebody. */
const failing: ReadonlySet<string> = new Set(['CONGESTION', 'CHANUNAVAIL', 'INVALIDARGS']);

interface Attempts {
  readonly all: number;
  readonly answered: number;
  readonly failed: number;
}

function attemptsOf(counts: Iterable<readonly [key: string, count: number]>): Attempts {
  let [all, answered, failed] = [0, 0, 0];
  for (const [key, count] of counts) {
    const [status = ''] = key.split(' ');
    all += count;
    if (status === 'ANSWER') answered += count;
    if (failing.has(status)) failed += count;
  }
  return { all, answered, failed };
}

/** The share of calls that reached somebody, of all and of each peer that was called often enough, as the watcher `events` heard them. */
export const callSuccess: Check<Settings> = async ({ ami, device, settings: { callSuccess: settings } }) => {
  const { listening, dials } = heardOf(device.id);
  const counts = [...dials.within(settings.minutes)];
  const judge = (name: string, { all, failed }: Attempts): Item => {
    const share = all === 0 ? 0 : (failed / all) * 100;
    const state = all < settings.attempts || share < settings.failedWarning ? 'ok' : share >= settings.failedCritical ? 'critical' : 'warning';
    return { name, state, summary: `${failed} of ${all} failed` };
  };
  const whole = attemptsOf(counts);
  const peers = [...Map.groupBy(counts, ([key]) => key.split(' ').slice(1).join(' '))].map(([peer, own]) => [peer, attemptsOf(own)] as const);
  const items = [judge('all', whole), ...peers.filter(([, { all }]) => all >= settings.attempts).map(([peer, own]) => judge(peer, own))];
  const share = (part: number): number => (whole.all === 0 ? 0 : (part / whole.all) * 100);
  const metrics = [{ name: 'calls.attempts', value: whole.all }, { name: 'calls.answered', value: share(whole.answered) }, { name: 'calls.failed', value: share(whole.failed) }];
  if (listening === 0 && whole.all === 0) return notHeard(ami, metrics.slice(0, 1));
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  const counted = `${whole.all} calls in ${settings.minutes} minutes, ${Math.round(share(whole.answered))} % answered, ${Math.round(share(whole.failed))} % failed`;
  return result.fromItems(bad.length > 0 ? `${bad.slice(0, 3).join('; ')}; ${counted}` : counted, items, whole.all === 0 ? metrics.slice(0, 1) : metrics);
};
