import type { Schemas } from '../api/index.ts';

export type ChangeState = Schemas['Change']['state'];
export type StepState = Schemas['Change']['steps'][number]['state'];
export type PlanStep = Schemas['Plan']['steps'][number];
export type CommitClass = PlanStep['commitClass'];

/** How each class is undone, as one would tell it. */
export const classWords: { readonly [Name in CommitClass]: string } = {
  confirm: 'The device undoes it by itself unless it is confirmed.',
  session: 'The device undoes it by itself when the session ends unconfirmed.',
  timer: 'A timer on the device undoes it unless it is confirmed.',
  snapshot: 'Jackfield reverts it to what it read before, if anything fails.',
  irreversible: 'Nobody can undo it.',
};

type Tone = 'ok' | 'warning' | 'critical' | 'unknown';

export const changeWords: { readonly [Name in ChangeState]: { readonly word: string; readonly tone: Tone; readonly running: boolean } } = {
  planned: { word: 'about to begin', tone: 'unknown', running: true },
  applying: { word: 'applying', tone: 'unknown', running: true },
  verifying: { word: 'looking at health', tone: 'unknown', running: true },
  kept: { word: 'kept', tone: 'ok', running: false },
  reverting: { word: 'reverting', tone: 'warning', running: true },
  'reverted-verified': { word: 'reverted', tone: 'warning', running: false },
  'reverted-unverified': { word: 'reverted, not verified', tone: 'critical', running: false },
  'failed-held': { word: 'failed, held for a person', tone: 'critical', running: false },
};

export const stepWords: { readonly [Name in StepState]: { readonly word: string; readonly tone: Tone } } = {
  pending: { word: 'waits', tone: 'unknown' },
  applied: { word: 'written', tone: 'unknown' },
  verified: { word: 'written and read back', tone: 'ok' },
  restored: { word: 'reverted', tone: 'warning' },
  'restored-unverified': { word: 'reverted, not verified', tone: 'critical' },
  failed: { word: 'failed', tone: 'critical' },
  untouched: { word: 'not touched', tone: 'unknown' },
};

export function keyText(key: { readonly [field: string]: unknown }): string {
  return Object.values(key).map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ');
}

/** Such as `port Gi1/0/5`. */
export const resourceText = ({ resource, key }: Pick<PlanStep, 'resource' | 'key'>): string => `${resource} ${keyText(key)}`.trim();

/** Whether a step of a plan and a step of a change are the same. */
export const stepId = ({ device, resource, key }: { readonly device: string; readonly resource: string; readonly key: object }): string => JSON.stringify([device, resource, key]);

export function windowWords({ from, to, days, zone }: Schemas['Plan']['windows'][number]): string {
  return `${from} to ${to}${days === undefined ? '' : ` on ${days.join(', ')}`}${zone === undefined ? '' : ` (${zone})`}`;
}

export const count = (of: number, one: string): string => `${of.toLocaleString('en')} ${one}${of === 1 ? '' : 's'}`;
