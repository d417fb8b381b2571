import { defineError, JackfieldError, SeveralProblems, type Place } from '../errors/index.ts';

const changeNotValid = defineError('JF6000', 'change not valid', 'Mend the places named and plan again; nothing was written to any device.');
export const deviceUnknown = defineError('JF6001', 'no such device', 'See "jackfield devices" for those known, or run "jackfield discover".');
export const selectionEmpty = defineError('JF6002', 'no device selected', 'Mend site, kind or labels; "jackfield devices" shows what each device has.');
export const resourceUnknown = defineError('JF6003', 'no such resource', 'See "jackfield plugins --resources" for those of each plugin.');
export const pluginNotEnabledThere = defineError('JF6004', 'plugin not enabled at the site', 'Enable it for the site: plugins.<id>.enabled: true, then reload.');
export const deviceNotManaged = defineError('JF6005', 'plugin does not manage the device', 'Run "jackfield discover": a plugin manages what it identified.');
export const specInvalid = defineError('JF6006', 'desired configuration not valid', 'Mend the value at the place named; the plugin\'s schema says what it takes.');
export const duplicateSpec = defineError('JF6007', 'one resource wanted twice', 'Keep one of the two.');
export const irreversibleMixed = defineError('JF6008', 'irreversible step among others', 'Plan what cannot be undone as a change of its own.');
export const planningFailed = defineError('JF6009', 'device could not be planned', 'See the reason; once it is mended, plan again.');

export const variableMissing = defineError('JF6027', 'variable not set', 'Set it under settings.variables at the site, or above it; "jackfield explain variables --site SITE" shows what is set where.');
export const dependencyCycle = defineError('JF6028', 'entries wait for each other', 'Take one of the "after" away.');
export const entryUnknown = defineError('JF6029', 'no such entry', 'Give the entry meant an id, or mend the name.');
export const duplicateEntryId = defineError('JF6030', 'two entries with one id', 'Rename one of the two.');

export const afterLaterWave = defineError('JF6031', 'entry goes before what it waits for', 'Let whole sites go together (waves.by: site), or begin with a larger wave.');
export const approvalMissing = defineError('JF6032', 'plan not approved', 'Somebody else than the author runs "jackfield approve" with the plan; in an emergency apply what can be undone with --emergency and a reason.');
export const windowClosed = defineError('JF6033', 'outside the window of the change', 'Wait until the window opens; in an emergency apply with --emergency and a reason.');
export const outcomeUnknown = defineError('JF9800', 'change done, and not known to be kept', 'Every device has what was pushed. Mend the disk of the state folder and start Jackfield again: it says whether the change was kept, or puts it back.');
export const changeAborted = defineError('JF6034', 'change called off', 'Everything was put back; plan again to push it.');
export const notRunning = defineError('JF6035', 'change does not run', 'See "jackfield changes".');
export const ownPlan = defineError('JF6036', 'plan approved by its author', 'Somebody else has to approve it.');
export const dependencyFailed = defineError('JF6037', 'what it waits for failed', 'See the message of the step that failed.');

export const checkUnknown = defineError('JF6038', 'no such check or metric', '"jackfield plugins" shows the plugins; the manifest of each has its checks and their metrics.');

export const planAltered = defineError('JF6010', 'plan altered', 'A plan is applied exactly as it was made: plan again.');
export const planUnknown = defineError('JF6011', 'plan of another host', 'Apply a plan on the host that made it, or plan again here.');
export const planExpired = defineError('JF6012', 'plan expired', 'Plan again: the devices may have changed since.');
export const planUsed = defineError('JF6013', 'plan applied already', 'See "jackfield changes" for its outcome; to push again, plan again.');
export const pluginChanged = defineError('JF6014', 'plugin is another version now', 'Plan again with the version that is enabled now.');
export const baseChanged = defineError('JF6015', 'device changed since the plan', 'Somebody else changed it: look at the difference and plan again.');
export const deviceLeased = defineError('JF6016', 'device held by another change', 'Wait until that change has ended; "jackfield changes" shows it.');
export const readBackDiffers = defineError('JF6017', 'device does not have what was pushed', 'It was put back; report it to the plugin\'s author when the device is sound.');
export const healthRegressed = defineError('JF6018', 'health got worse', 'It was put back; look at the checks named before pushing again.');

export const changeUnknown = defineError('JF6020', 'no such change', 'See "jackfield changes".');
export const notUndoable = defineError('JF6021', 'change cannot be undone', 'Plan the configuration wanted instead.');
export const undoneAlready = defineError('JF6022', 'change undone already', 'See "jackfield changes".');
export const changedAfterwards = defineError('JF6023', 'device changed after the change', 'Undoing would overwrite what came later: undo the later change first, or plan the configuration wanted.');
export const deviceUnreadable = defineError('JF6025', 'device could not be read before the push', 'Nothing was written to any device. See the reason; once it is mended, try again.');
export const notRestored = defineError('JF6024', 'device not put back', 'When the device answers again, "jackfield undo" tries once more.');
export const writingNotGranted = defineError('JF6026', 'writing is not granted', 'A manager grants it: plugins.<id>.grant: write for the site or device, then reload. Nothing was written to any device.');
export const ownWayAtRisk = defineError('JF6040', 'the way to the device itself', 'If it goes, nobody can put it back from here. Reach the device another way, or say "ownWay: allow" in the change file and plan again; in an emergency apply with --emergency and a reason. Nothing was written to any device.');
export const writeNotTaken = defineError('JF6041', 'device does not let it be written', 'It was asked by writing what is there already, and nothing was changed. Give the credential the right on the device, or set it there by hand; "changes.probe: false" of a site plans without asking.');
export const probeChanged = defineError('JF6042', 'device changed while it was probed', 'Somebody else is at work on it, or it took what it had for something new: look at the device and plan again.');
export const nothingUnsaved = defineError('JF6043', 'nothing left to save', 'All devices of the change start with what they run, as far as anybody knows.');
export const notSaved = defineError('JF6044', 'device does not save', 'It runs what was pushed, and starts with what it saved before: save it by hand, or mend the reason and run "jackfield save" with the change.');
export const secretMissing = defineError('JF6045', 'no such secret', 'Put it there with "jackfield vault set NAME", or have it made: "generate: password" or "generate: pin" beside "vault".');
export const frozen = defineError('JF6046', 'no change begins in a freeze', 'Wait until it is over; in an emergency apply with --emergency and a reason. An undo is not held up, unless it undoes an undo.');
export const changesStopped = defineError('JF6047', 'changes are stopped', 'Nothing is pushed until somebody lifts that: "jackfield changes lift". An undo is not held up, unless it undoes an undo.');
export const budgetSpent = defineError('JF6049', 'more than the budget of changes', 'Wait until there is room; in an emergency apply with --emergency and a reason. An undo is not held up, unless it undoes an undo.');
export const notStopped = defineError('JF6048', 'changes are not stopped', 'See "jackfield changes".');
export const leaseLost = defineError('JF6039', 'device held by another change by now', 'This change writes nothing to it any more. See "jackfield changes" for the other, and look at what the device has.');

/** Everything that is wrong with a change file or with planning it. */
export class ChangeRefused extends SeveralProblems {
  readonly errors: readonly Error[];

  constructor(errors: readonly (Error & { readonly place?: Place; readonly code?: string })[]) {
    const lines = errors.map((error) => {
      const where = error instanceof JackfieldError && error.where !== '' ? `${error.where}: ` : '';
      return `${where}${error.message} (${error.code ?? error.name})`;
    });
    const [first] = errors;
    super(changeNotValid.kind, lines.length === 1 ? lines.join() : `${lines.length} problems\n  ${lines.join('\n  ')}`, {
      ...(first?.place === undefined ? {} : { place: first.place }),
      ...(first instanceof JackfieldError ? { hint: first.hint } : {}),
    });
    this.name = 'ChangeRefused';
    this.errors = errors;
  }
}
