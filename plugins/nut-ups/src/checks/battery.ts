import { worst, type Check, type Item } from '@jackfield/sdk';
import { atLeast, atMost, type Finding } from '../levels.ts';
import type { Settings } from '../settings.ts';
import { findingsOf } from '../status-flags.ts';
import { resultOf, upsesOf, type Ups } from '../upses.ts';

const ofTheBattery = new Set(['LB', 'HB', 'RB']);

function minutes(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function view(ups: Ups, { charge, runtime, temperature }: Settings['battery']): Omit<Item, 'name'> | null {
  const left = ups.number('battery.charge');
  const time = ups.number('battery.runtime');
  // Most have one sensor, beside the battery, whatever they call it.
  const heat = ups.number('battery.temperature') ?? ups.number('ups.temperature');
  const measured: Finding[] = [
    ...(left === null ? [] : [{ state: atMost(left, charge), text: `${left} %` }]),
    ...(time === null ? [] : [{ state: atMost(time, runtime), text: `${minutes(time)} left` }]),
    ...(heat === null ? [] : [{ state: atLeast(heat, temperature), text: `${heat} °C` }]),
  ];
  const findings = [...findingsOf(ups.flags.filter((flag) => ofTheBattery.has(flag)), null), ...measured];
  const metrics = [...ups.metrics(['battery.charge', 'battery.runtime', 'battery.voltage']), ...(heat === null ? [] : [{ name: 'battery.temperature', value: heat }])];
  if (findings.length === 0 && metrics.length === 0) return null;
  return { state: worst(findings.map(({ state }) => state)), summary: findings.map(({ text }) => text).join(', ') || 'it tells its voltage only', metrics };
}

/** How long the battery would last, and how it is. */
export const battery: Check<Settings> = async ({ tcp, settings }) => resultOf(await upsesOf(tcp), (ups) => view(ups, settings.battery));
