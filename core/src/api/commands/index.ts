import { apply, approve, beginApply, beginUndo, change, changes, changesStop, controlChange, liftStop, plan, planKept, plans, saveChange, stopChanges, undo } from './changes.ts';
import { behind, planBehind } from './behind.ts';
import { changeCheck, fileCheck, fileRead, files, fileWrite, schemas } from './configuration.ts';
import { keysSet } from './configuration-keys.ts';
import { contributedCommands } from './contributed-commands.ts';
import { credentialRemove, credentials, credentialSet } from './credentials.ts';
import { device, devices, merge, proposals, remove, split } from './devices.ts';
import { discover, discoverBegin, discoveries, discoverEnd } from './discover.ts';
import { drift, driftAccept, driftReplan } from './drift.ts';
import { check, checks, incident, incidents, samples } from './health.ts';
import { history, historyDiff, historyRestore, historyShow } from './history.ts';
import { acceptHostkey, hostkeys, refuseHostkey } from './hostkeys.ts';
import { audit, backup, backupFile, backupMake, backups, explain, release, reload, reloadCredentials, stop } from './operations.ts';
import { acknowledge, addNote, delegate, notes, taskDone, tasks, why } from './incidents.ts';
import { maintenance, maintenanceBegin, maintenanceEnd } from './maintenance.ts';
import { deviceNoteAdd, deviceNoteEdit, deviceNoteRemove, deviceNotes } from './notes.ts';
import { notificationRoutes, notifications, notificationTest } from './notifications.ts';
import { packageFetch, packageHistory, packageInstall, packageOffer, packageRefuse, packageRemove, packageRollback, packages, packagesWaiting, pluginEnable } from './packages.ts';
import { people, person, personAdd, personInvite, personLogOut, personRemove, personSet } from './people.ts';
import { record } from './record.ts';
import { recording, recordingBegin, recordingRemove, recordings } from './recordings.ts';
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
import { traps, trapsRecent } from './traps.ts';
import { viewForget, viewKeep, views } from './views.ts';

/** All that the daemon does for the command line and over HTTP, by name. */
export const commands = {
  'accept-hostkey': acceptHostkey,
  'changes-lift': liftStop, 'changes-stop': stopChanges, 'changes-stopped': changesStop,
  'control-change': controlChange,
  'save-change': saveChange,
  acknowledge, apply,
  'apply-begin': beginApply,
  approve, audit, backup,
  'backup-file': backupFile, 'backup-make': backupMake,
  backups, behind, change,
  'change-check': changeCheck,
  changes, check, checks,
  commands: contributedCommands,
  'credential-remove': credentialRemove, 'credential-set': credentialSet, credentials, device, devices, discover,
  'discover-begin': discoverBegin, 'discover-end': discoverEnd,
  discoveries, drift,
  'drift-accept': driftAccept, 'drift-replan': driftReplan,
  explain,
  'file-check': fileCheck, 'file-read': fileRead, 'file-write': fileWrite, files, history,
  'history-diff': historyDiff, 'history-restore': historyRestore, 'history-show': historyShow,
  hostkeys, incident, incidents,
  'keys-set': keysSet,
  'incident-note': addNote, 'incident-notes': notes,
  'device-note-add': deviceNoteAdd, 'device-note-edit': deviceNoteEdit, 'device-note-remove': deviceNoteRemove, 'device-notes': deviceNotes,
  delegate, links, maintenance,
  'maintenance-begin': maintenanceBegin, 'maintenance-end': maintenanceEnd,
  merge,
  'notification-routes': notificationRoutes, 'notification-test': notificationTest, notifications,
  organization,
  'package-fetch': packageFetch, 'package-history': packageHistory, 'package-install': packageInstall, 'package-offer': packageOffer, 'package-refuse': packageRefuse, 'package-remove': packageRemove, 'package-rollback': packageRollback,
  packages,
  'packages-waiting': packagesWaiting,
  people, person, plan,
  'plan-behind': planBehind, 'plan-kept': planKept,
  plans, plugins,
  'plugin-enable': pluginEnable, 'plugin-matrix': pluginMatrix,
  'person-add': personAdd, 'person-invite': personInvite, 'person-log-out': personLogOut, 'person-remove': personRemove, 'person-set': personSet,
  profile, proposals, record, recording,
  'recording-begin': recordingBegin, 'recording-remove': recordingRemove,
  recordings, recover, recoverability,
  'recover-begin': recoverBegin, 'recover-done': recoverDone, 'recover-plan': recoverPlan,
  'refuse-hostkey': refuseHostkey,
  release, reload, report,
  'report-file': reportFile,
  'reload-credentials': reloadCredentials,
  remove, resources, rollout,
  'rollout-begin': rolloutBegin, 'rollout-control': rolloutControl,
  rollouts, samples, schemas,
  'settings-form': settingsForm,
  site, sites, split, status, stop,
  'token-create': tokenCreate, 'token-revoke': tokenRevoke, tokens, traps,
  'traps-recent': trapsRecent,
  undo,
  'undo-begin': beginUndo,
  'task-done': taskDone, tasks,
  'view-forget': viewForget, 'view-keep': viewKeep,
  views, where, why,
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
export { ofTheMachine } from './of-the-machine.ts';
export { rolloutNamed };
