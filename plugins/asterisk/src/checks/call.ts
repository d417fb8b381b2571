import { result, SettingsInvalid, type AmiAnsweredBy, type AmiCall, type Check, type Item } from '@jackfield/sdk';
import { withoutNumber } from '../channel-names.ts';
import type { Settings } from '../settings.ts';

/** Milliseconds that a call may need: with less left of a run none is begun. */
const needsMs = 5_000;

type TestCalls = Settings['testCalls'];

/** A line that is expected may have the called number behind it: `DAHDI/i1/555` is one of `DAHDI/i1`. */
function isOf(channel: string, expected: string): boolean {
  const name = withoutNumber(channel);
  return name === expected || name.startsWith(`${expected}/`);
}

function answererOf({ channel, application, rang }: AmiAnsweredBy): string {
  const who = channel === null ? 'the dialplan itself' : withoutNumber(channel);
  return `by ${who}${application === null ? '' : ` (${application})`}${channel === null || rang ? '' : ', which did not ring'}`;
}

/** What is wrong with who answered; null for nothing. A dialplan that answers by itself proves no phone. */
function wrongAnswerer(by: AmiAnsweredBy, expected: TestCalls['expected'][string] | undefined): Pick<Item, 'state' | 'summary'> | null {
  const { channel, application, rings } = expected ?? {};
  const wanted = [
    channel === undefined || (by.channel !== null && isOf(by.channel, channel)) ? [] : [channel],
    // What the manager user may not see is not held against the PBX.
    application === undefined || by.application === null || by.application.toLowerCase() === application.toLowerCase() ? [] : [application],
    rings !== true || by.rang ? [] : ['a phone that rings'],
  ].flat();
  if (wanted.length > 0) return { state: 'critical', summary: `expected ${wanted.join(', ')}` };
  if (by.channel !== null || channel !== undefined || application !== undefined) return null;
  return { state: 'warning', summary: 'nobody was called: a greeting or a voicemail proves no phone' };
}

function judge(name: string, { outcome, ms, reason, by }: AmiCall, { answerWarning, answerCritical, expected }: TestCalls): Item {
  const seconds = ms / 1_000;
  // A busy line shows that the way to it is well.
  if (outcome !== 'answered') return { name, state: outcome === 'busy' ? 'warning' : 'critical', summary: `not answered: ${reason}` };
  const state = seconds >= answerCritical ? 'critical' : seconds >= answerWarning ? 'warning' : 'ok';
  const summary = `answered after ${seconds.toFixed(1)} s${by === undefined ? '' : ` ${answererOf(by)}`}`;
  const wrong = by === undefined ? null : wrongAnswerer(by, expected[name]);
  const metrics = [{ name: 'call.answeredAfter', value: seconds }];
  if (wrong === null) return { name, state, summary, metrics };
  return { name, state: state === 'critical' ? state : wrong.state, summary: `${summary}; ${wrong.summary}`, metrics };
}

/** Who is to answer a call that is not made would be looked at never, without a word. */
function refuseMisspelt({ targets, expected }: TestCalls): void {
  const stray = Object.keys(expected).find((name) => !targets.includes(name));
  if (stray === undefined) return;
  throw new SettingsInvalid(`testCalls.expected names "${stray}", which is none of the targets`, { hint: targets.length === 0 ? 'Name it in testCalls.targets, or take it out.' : `The targets are ${targets.join(', ')} (testCalls.targets).` });
}

/** Whether a call to another office is answered, and how fast: the way that people's calls take, dialplan and trunks included. */
export const call: Check<Settings> = async ({ ami, remaining, settings: { testCalls: settings } }) => {
  refuseMisspelt(settings);
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
