import { result, type Check, type Item } from '@jackfield/sdk';
import { durationText } from '../amounts.ts';
import { linesOf } from '../gathering.ts';
import { fits } from '../levels.ts';
import { readTimers, type Timer } from '../readings/timers.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

/** systemd may be late by its accuracy, a machine that is busy by more. */
const graceSeconds = 900;

function itemOf({ name, result: outcome, isEnabled, isActive, isWaiting, last, next }: Timer, now: number, oldest: number | null): Item {
  const age = last === null ? null : now - last;
  const metrics = age === null ? [] : [{ name: 'timer.age', value: Math.max(0, age) }];
  const ran = age === null ? 'has not run since the start' : `ran ${durationText(Math.max(0, age))} ago`;
  if (oldest !== null && (age === null || age > oldest)) return { name, state: 'critical', summary: `${ran}, at most ${durationText(oldest)} are meant`, metrics };
  if (outcome !== 'success') return { name, state: 'warning', summary: `failed: ${outcome}`, metrics };
  if (isEnabled && !isActive) return { name, state: 'warning', summary: 'is enabled and was not started', metrics };
  if (isWaiting && next !== null && now - next > graceSeconds) return { name, state: 'warning', summary: `was due ${durationText(now - next)} ago`, metrics };
  return { name, state: 'ok', summary: ran, metrics };
}

/** Timers of systemd that did not run when they were due, or that the settings want more often. */
export const timers: Check<Settings> = async (context) => {
  const { settings: { timers: settings } } = context;
  const gathering = await gatherTogether(context, 'timers');
  const lines = linesOf(gathering, 'timers');
  if (lines === null) return gathering.sections.has('timers') ? result.unknown('systemd did not tell its timers') : result.ok('no systemd, no timers');
  const now = Number.parseInt(linesOf(gathering, 'now')?.[0] ?? '', 10);
  if (Number.isNaN(now)) return result.unknown('the machine did not tell what time it is');
  const found = readTimers(lines).filter(({ name }) => !fits(settings.ignore, name));
  const oldest = new Map(Object.entries(settings.maxAge).map(([name, hours]) => [name.endsWith('.timer') ? name : `${name}.timer`, hours * 3_600]));
  const items = [
    ...found.map((timer) => itemOf(timer, now, oldest.get(timer.name) ?? null)),
    ...[...oldest.keys()].filter((name) => !found.some((timer) => timer.name === name)).map((name): Item => ({ name, state: 'critical', summary: 'there is no such timer' })),
  ];
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name} ${summary}`);
  return result.fromItems(bad.length > 0 ? bad.slice(0, 3).join('; ') : `${items.length} timers run as they should`, items);
};
