import { result, type AmiCall, type Check, type Item } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';

/** Milliseconds that a call may need: with less left of a run none is begun. */
const needsMs = 5_000;

function judge(name: string, { outcome, ms, reason }: AmiCall, { answerWarning, answerCritical }: Settings['testCalls']): Item {
  const seconds = ms / 1_000;
  // A busy line shows that the way to it is well.
  if (outcome !== 'answered') return { name, state: outcome === 'busy' ? 'warning' : 'critical', summary: `not answered: ${reason}` };
  const state = seconds >= answerCritical ? 'critical' : seconds >= answerWarning ? 'warning' : 'ok';
  return { name, state, summary: `answered after ${seconds.toFixed(1)} s`, metrics: [{ name: 'call.answeredAfter', value: seconds }] };
}

/** Whether a call to another office is answered, and how fast: the way that people's calls take, dialplan and trunks included. */
export const call: Check<Settings> = async ({ ami, remaining, settings: { testCalls: settings } }) => {
  if (settings.targets.length === 0) return result.ok('no test calls are named (testCalls.targets)');
  const items: Item[] = [];
  // One after the other, as the host would have it anyway: nobody's lines are all taken for a test.
  for (const name of settings.targets) {
    items.push(remaining() < needsMs ? { name, state: 'unknown', summary: 'not called: no time was left in this run' } : judge(name, await ami.call(name), settings));
  }
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  const answered = items.filter(({ metrics }) => metrics !== undefined).length;
  const counted = `${answered} of ${items.length} test calls answered`;
  return result.fromItems(bad.length > 0 ? `${bad.slice(0, 3).join('; ')}; ${counted}` : counted, items, [{ name: 'call.answered', value: answered }]);
};
