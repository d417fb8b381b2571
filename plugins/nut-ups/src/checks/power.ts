import { worst, type Check, type Item } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';
import { findingsOf } from '../status-flags.ts';
import { resultOf, upsesOf, type Ups } from '../upses.ts';

function view(ups: Ups): Omit<Item, 'name'> {
  const { flags } = ups;
  if (flags.length === 0) return { state: 'unknown', summary: 'it does not tell its state' };
  const findings = findingsOf(flags, ups.text('ups.alarm'));
  return { state: worst(findings.map(({ state }) => state)), summary: findings.map(({ text }) => text).join(', ') };
}

/** Where the power comes from, and what the UPS says of itself: `ups.status`. */
export const power: Check<Settings> = async ({ tcp, settings: { expected } }) => {
  const seen = await upsesOf(tcp);
  const names = new Set(seen.map(({ name }) => name));
  const missing = [...new Set(expected)].filter((name) => !names.has(name));
  return resultOf(seen, view, missing.map((name): Item => ({ name, state: 'critical', summary: 'upsd has no such UPS' })));
};
