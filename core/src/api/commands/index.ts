import { apply, approve, beginApply, beginUndo, change, changes, changesStop, controlChange, liftStop, plan, planKept, plans, saveChange, stopChanges, undo } from './changes.ts';
import { behind, planBehind } from './behind.ts';
import { changeCheck, fileCheck, fileRead, files, fileWrite, schemas } from './configuration.ts';
import { keysSet } from './configuration-keys.ts';
import { credentialRemove, credentials, credentialSet } from './credentials.ts';
import { device, devices, merge, proposals, remove, split } from './devices.ts';
import { discover } from './discover.ts';
import { drift, driftAccept, driftReplan } from './drift.ts';
import { check, checks, incident, incidents, samples } from './health.ts';
import { history, historyDiff, historyRestore, historyShow } from './history.ts';
import { acceptHostkey, audit, backup, explain, hostkeys, release, reload, reloadCredentials, stop } from './operations.ts';
import { acknowledge, addNote, delegate, notes, taskDone, tasks, why } from './incidents.ts';
import { maintenance, maintenanceBegin, maintenanceEnd } from './maintenance.ts';
import { notificationRoutes, notifications, notificationTest } from './notifications.ts';
import { people, person, personAdd, personInvite, personLogOut, personRemove, personSet } from './people.ts';
import { record } from './record.ts';
import { recover, recoverability, recoverBegin, recoverDone, recoverPlan } from './recover.ts';
import { resources } from './resources.ts';
import { rollout, rolloutBegin, rolloutControl, rolloutNamed, rollouts } from './rollouts.ts';
import { organization, site, sites } from './sites.ts';
import { report, reportFile } from './reports.ts';
import { pluginMatrix } from './plugin-matrix.ts';
import { settingsForm } from './settings-form.ts';
import { plugins, profile, status } from './status.ts';
import { tokenCreate, tokenRevoke, tokens } from './tokens.ts';
import { links, where } from './topology.ts';
import { traps } from './traps.ts';

/** All that the daemon does for the command line and over HTTP, by name. */
export const commands = {
  'accept-hostkey': acceptHostkey,
  'changes-lift': liftStop, 'changes-stop': stopChanges, 'changes-stopped': changesStop,
  'control-change': controlChange,
  'save-change': saveChange,
  acknowledge, apply,
  'apply-begin': beginApply,
  approve, audit, backup, behind, change,
  'change-check': changeCheck,
  changes, check, checks,
  'credential-remove': credentialRemove, 'credential-set': credentialSet, credentials, device, devices, discover, drift,
  'drift-accept': driftAccept, 'drift-replan': driftReplan,
  explain,
  'file-check': fileCheck, 'file-read': fileRead, 'file-write': fileWrite, files, history,
  'history-diff': historyDiff, 'history-restore': historyRestore, 'history-show': historyShow,
  hostkeys, incident, incidents,
  'keys-set': keysSet,
  'incident-note': addNote, 'incident-notes': notes,
  delegate, links, maintenance,
  'maintenance-begin': maintenanceBegin, 'maintenance-end': maintenanceEnd,
  merge,
  'notification-routes': notificationRoutes, 'notification-test': notificationTest, notifications,
  organization, people, person, plan,
  'plan-behind': planBehind, 'plan-kept': planKept,
  plans, plugins,
  'plugin-matrix': pluginMatrix,
  'person-add': personAdd, 'person-invite': personInvite, 'person-log-out': personLogOut, 'person-remove': personRemove, 'person-set': personSet,
  profile, proposals, record, recover, recoverability,
  'recover-begin': recoverBegin, 'recover-done': recoverDone, 'recover-plan': recoverPlan,
  release, reload, report,
  'report-file': reportFile,
  'reload-credentials': reloadCredentials,
  remove, resources, rollout,
  'rollout-begin': rolloutBegin, 'rollout-control': rolloutControl,
  rollouts, samples, schemas,
  'settings-form': settingsForm,
  site, sites, split, status, stop,
  'token-create': tokenCreate, 'token-revoke': tokenRevoke, tokens, traps, undo,
  'undo-begin': beginUndo,
  'task-done': taskDone, tasks, where, why,
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;

export { undoers, type DevicePlace } from './behind.ts';
export { changeNamed } from './changes.ts';
export { lostDevice } from './recover.ts';
export { deviceNamed, type DeviceSummary } from './devices.ts';
export { incidentNamed, type NamedIncident } from './health.ts';
export type { Invitation } from './people.ts';
export { taskNamed, type NamedTask } from './incidents.ts';
export { maintenanceNamed, targetNamed } from './maintenance.ts';
export { isNamed, requireAt, scopeOf } from './operations.ts';
export { countStates, type CheckCounts } from './status.ts';
export { pluginLevels } from './installed-facts.ts';
export { grantStates } from './plugin-matrix.ts';
export { rolloutNamed };
