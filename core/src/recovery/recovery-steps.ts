import type { Change } from '../changes/index.ts';
import type { CheckStatus } from '../health/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { DataRestores } from './data-restores.ts';
import type { RecoveryStep } from './recovery-service.ts';
import type { Mark, StoredRecovery } from './recovery-store.ts';

type Standing = Pick<RecoveryStep, 'done' | 'summary' | 'person' | 'at'>;

const open = (summary: string): Standing => ({ done: false, summary, person: null, at: null });

/** Whether the replacement was seen since the recovery began, and is managed by what managed the lost device. */
export function replacementStep({ name, address, serial, model, lastSeen, plugins }: ManagedDevice, needed: readonly string[], begunAt: string | null): RecoveryStep {
  const missing = needed.filter((id) => !plugins.some((plugin) => plugin.id === id));
  const what = [name, address === '' ? null : `at ${address}`, model, serial === null ? null : `serial ${serial}`].filter((part) => part !== null).join(', ');
  const standing = begunAt === null ? open(what)
    : lastSeen === null || lastSeen < begunAt ? open(`${what}: not seen since the recovery began; run \`jackfield discover\``)
    : needed.length > 0 && missing.length === needed.length ? open(`${what}: seen, but not managed by ${missing.join(', ')}`)
    : { done: true, summary: missing.length === 0 ? what : `${what}; not managed by ${missing.join(', ')}`, person: null, at: lastSeen };
  return { kind: 'replacement', name: 'replacement', ...standing, copies: [] };
}

/** Whether the plan that was made last is kept on the replacement. */
export function configurationStep(version: number, planned: StoredRecovery['planned'], changes: readonly Change[]): RecoveryStep {
  const change = planned === null ? undefined : changes.filter(({ planHash, undoes }) => planHash === planned.hash && undoes === null).toSorted((one, other) => other.startedAt.localeCompare(one.startedAt))[0];
  const isKept = change?.state === 'kept' && change.undoneBy === null;
  const standing = planned === null ? open(`version ${version}, not planned yet`)
    : planned.steps === 0 ? { done: true, summary: `version ${version}: nothing differed`, person: planned.person, at: planned.at }
    : change === undefined ? open(`version ${version}, planned by ${planned.person}; not applied yet`)
    : isKept ? { done: true, summary: `version ${version}, change ${change.id}`, person: change.person, at: change.endedAt }
    : open(`version ${version}, change ${change.id}: ${change.undoneBy === null ? change.state : 'undone'}`);
  return { kind: 'configuration', name: 'configuration', ...standing, copies: [] };
}

/** What is to be restored by people; what they said is done stays, also when nobody keeps copies of it any more. */
export function dataSteps({ own }: DataRestores, marks: readonly Mark[]): readonly RecoveryStep[] {
  return [...new Set([...own.keys(), ...marks.map(({ step }) => step)])].map((name): RecoveryStep => {
    const copies = own.get(name) ?? [];
    const mark = marks.find(({ step }) => step === name);
    const newest = copies[0];
    const summary = newest === undefined ? 'no copies any more' : newest.copiedAt === null ? `no good copy on ${newest.deviceName}` : `newest good copy on ${newest.deviceName}`;
    return { kind: 'data', name, done: mark !== undefined, summary, person: mark?.person ?? null, at: mark?.at ?? null, copies };
  });
}

const namedChecks = 3;

/** Whether all is well on the replacement, as seen since it has its configuration. */
export function checksStep(configuration: RecoveryStep, statuses: readonly CheckStatus[]): RecoveryStep {
  const since = configuration.at;
  const bad = statuses.filter(({ state, lastRun }) => state !== 'ok' || lastRun === null || (since !== null && lastRun < since));
  const newest = statuses.map(({ lastRun }) => lastRun ?? '').toSorted().at(-1) ?? null;
  const named = bad.slice(0, namedChecks).map(({ title, state }) => (state === 'ok' ? `${title} not run since` : `${title} ${state}`)).join(', ');
  const standing = !configuration.done ? open('after the configuration')
    : statuses.length === 0 ? open('none of its checks has run')
    : bad.length > 0 ? open(bad.length > namedChecks ? `${named}, and ${bad.length - namedChecks} more` : named)
    : { done: true, summary: `all ${statuses.length} are well`, person: null, at: newest };
  return { kind: 'checks', name: 'checks', ...standing, copies: [] };
}
