import { apply, approve, beginApply, beginUndo, change, changes, controlChange, plan, saveChange, undo } from './changes.ts';
import { device, devices, merge, proposals, remove, split } from './devices.ts';
import { discover } from './discover.ts';
import { drift, driftAccept, driftReplan } from './drift.ts';
import { acknowledge, check, checks, incidents, samples } from './health.ts';
import { history, historyDiff, historyRestore, historyShow } from './history.ts';
import { acceptHostkey, audit, backup, explain, hostkeys, release, reload, reloadCredentials, stop } from './operations.ts';
import { people, person, personAdd, personInvite, personRemove, personSet } from './people.ts';
import { record } from './record.ts';
import { recover, recoverability, recoverBegin, recoverDone, recoverPlan } from './recover.ts';
import { organization, site, sites } from './sites.ts';
import { plugins, profile, status } from './status.ts';
import { tokenCreate, tokenRevoke, tokens } from './tokens.ts';
import { behind, links, where } from './topology.ts';
import { traps } from './traps.ts';

/** All that the daemon does for the command line and over HTTP, by name. */
export const commands = {
  'accept-hostkey': acceptHostkey,
  'control-change': controlChange,
  'save-change': saveChange,
  acknowledge, apply,
  'apply-begin': beginApply,
  approve, audit, backup, behind, change, changes, check, checks, device, devices, discover, drift,
  'drift-accept': driftAccept, 'drift-replan': driftReplan,
  explain, history,
  'history-diff': historyDiff, 'history-restore': historyRestore, 'history-show': historyShow,
  hostkeys, incidents, links, merge, organization, people, person, plan, plugins,
  'person-add': personAdd, 'person-invite': personInvite, 'person-remove': personRemove, 'person-set': personSet,
  profile, proposals, record, recover, recoverability,
  'recover-begin': recoverBegin, 'recover-done': recoverDone, 'recover-plan': recoverPlan,
  release, reload,
  'reload-credentials': reloadCredentials,
  remove, samples, site, sites, split, status, stop,
  'token-create': tokenCreate, 'token-revoke': tokenRevoke, tokens, traps, undo,
  'undo-begin': beginUndo,
  where,
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;

export { changeNamed } from './changes.ts';
export { lostDevice } from './recover.ts';
export { deviceNamed, type DeviceSummary } from './devices.ts';
export { incidentNamed, type NamedIncident } from './health.ts';
export type { Invitation } from './people.ts';
export { isNamed, requireAt, scopeOf } from './operations.ts';
export { countStates, type CheckCounts } from './status.ts';
