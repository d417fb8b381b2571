import { result, type Check, type Metric } from '@jackfield/sdk';
import { ask, numberOf, textOf } from '../manager.ts';
import type { Settings } from '../settings.ts';

/**
 * Whether the PBX answers, since when, and how many calls it has. Its times are its local ones, without a zone, and are
 * told as it tells them; the time of the last reload moves with reloads that failed too.
 */
export const core: Check<Settings> = async ({ ami, settings }) => {
  const [facts, status] = await Promise.all([ask(ami, 'CoreSettings'), ask(ami, 'CoreStatus')]);
  const current = numberOf(status, 'CoreCurrentCalls');
  const processed = numberOf(status, 'CoreProcessedCalls');
  const most = numberOf(facts, 'CoreMaxCalls') ?? 0;
  const time = (what: string): string => [textOf(status, `Core${what}Date`), textOf(status, `Core${what}Time`)].filter((part) => part !== null).join(' ') || 'an unknown time';
  const metrics: Metric[] = [
    ...(current === null ? [] : [{ name: 'calls.current', value: current }]),
    ...(processed === null ? [] : [{ name: 'calls.processed', value: processed }]),
  ];
  const calls = `${current ?? 'unknown'}${most > 0 ? ` of ${most}` : ''} calls`;
  const summary = `Asterisk ${textOf(facts, 'AsteriskVersion') ?? ''}, ${calls}, started ${time('Startup')}, reloaded ${time('Reload')}`;
  const isNearLimit = current !== null && most > 0 && current >= (most * settings.core.callsWarning) / 100;
  return current === null ? result.unknown(summary, { metrics }) : result[isNearLimit ? 'warning' : 'ok'](summary, { metrics });
};
