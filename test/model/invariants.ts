import { leftAlone, settled, type Visit } from './explore.ts';
import { operationOf } from './machine.ts';
import { unfinished, type ModelChange, type State, type World } from './world.ts';

const isEvery = <Item>(items: readonly Item[], one: Item): boolean => items.every((item) => item === one);
const hasEnded = ({ run }: World): boolean => run !== null && !unfinished.includes(run);

/** Devices that nobody reaches and that have forgotten what they were to take back: somebody has to go there. */
const isLost = ({ cut, trials }: World, device: number): boolean => cut[device] === true && trials[device] === 'forgotten';

/** What is said of each step of a change that ended. */
const isTrue = ({ steps, devices }: World): boolean =>
  steps.every((step, position) => (step === 'verified' ? devices[position] === 'new' : !['restored', 'untouched'].includes(step) || devices[position] === 'old'));

interface Invariant {
  readonly title: string;
  readonly holds: (state: State, change: ModelChange, visit: Visit) => boolean;
}

/** What must hold in every state, whatever went wrong before; each with the words for where it does not. */
export const invariants: readonly Invariant[] = [
  { title: 'no device differs that the journal does not call touched', holds: ({ world: { devices, touched } }) => devices.every((value, step) => value === 'old' || touched[step] === true) },
  { title: 'no device is on trial that the journal does not call touched', holds: ({ world: { trials, touched } }) => trials.every((trial, step) => trial === 'none' || touched[step] === true) },
  {
    title: 'a device has what is on trial only as long as it would take it back, or was told to keep it, or forgot',
    holds: ({ world: { devices, trials } }, { onTrial }) => devices.every((value, step) => onTrial[step] !== true || value !== 'new' || trials[step] !== 'none'),
  },
  {
    title: 'whoever leaves alone a device that is cut off finds it as it was, unless it forgot',
    holds(state) {
      const { world } = leftAlone(state);
      return world.cut.every((cut, device) => !cut || isLost(world, device));
    },
  },
  {
    title: 'a device is written to under its lease only',
    holds({ world, host }) {
      if (host === null) return true;
      const { kind, device } = operationOf(host);
      return !['apply', 'confirm', 'restore', 'save'].includes(kind) || world.leases[device ?? -1] === true;
    },
  },
  { title: 'nothing is pushed twice', holds: ({ world: { pushes } }) => pushes.every((count) => count <= 1) },
  {
    title: 'a change that is kept has new devices, and old ones only where it lost them',
    holds: ({ world: { run, devices, steps } }, { maxFailures }) =>
      run !== 'kept' || (devices.every((value, step) => value === (steps[step] === 'verified' ? 'new' : 'old')) && devices.filter((value) => value === 'old').length <= maxFailures),
  },
  {
    title: 'what is kept is not on trial any more, and nobody is cut off by it',
    holds: ({ world: { run, steps, trials, cut } }) => run !== 'kept' || steps.every((step, device) => step !== 'verified' || (trials[device] !== 'armed' && cut[device] !== true)),
  },
  { title: 'a change that is put back has old devices', holds: ({ world: { run, devices } }) => run !== 'reverted-verified' || isEvery(devices, 'old') },
  { title: 'what is said of each step of a change that ended is so', holds: ({ world }) => !hasEnded(world) || isTrue(world) },
  { title: 'it stays so when the time of every trial is over', holds: (state) => !hasEnded(state.world) || isTrue(leftAlone(state).world) },
  { title: 'a change that ended holds no device but those that are to save', holds: ({ world }) => !hasEnded(world) || world.leases.every((held, device) => !held || world.unsaved[device] === 'due') },
  { title: 'what a device starts with was kept', holds: ({ world: { run, startups, steps } }) => startups.every((value, device) => value === 'old' || (value === 'new' && run === 'kept' && steps[device] === 'verified')) },
  {
    title: 'what is kept is saved, or the store says that it is not',
    holds: ({ world: { run, startups, steps, unsaved } }, { saves }) => run !== 'kept' || saves.every((isSaving, device) => !isSaving || steps[device] !== 'verified' || startups[device] === 'new' || unsaved[device] !== 'no'),
  },
  { title: 'without further faults nothing is due', holds: (_state, _change, visit) => !settled(visit).world.unsaved.includes('due') },
  {
    title: 'without further faults all is old, or all new, or held and said so, and no device is held',
    holds(state, _change, visit) {
      const { world } = settled(visit);
      if (world.leases.includes(true) || unfinished.includes(world.run)) return false;
      if (world.run === null) return isEvery(world.devices, 'old');
      return world.run === 'kept' || world.run === 'reverted-verified' || state.world.run === world.run || world.steps.some((step) => step === 'failed' || step === 'restored-unverified');
    },
  },
  {
    title: 'a host that died and starts without faults leaves all old, or all new; but where a device is cut off and forgot its trial, it says so',
    holds({ host, world: before }, _change, visit) {
      if (host !== null || !unfinished.includes(before.run)) return true;
      const { world } = settled(visit);
      if (world.devices.some((_, device) => isLost(world, device))) return world.run === 'failed-held' && world.devices.every((value, device) => value === 'old' || (isLost(world, device) && world.steps[device] === 'failed'));
      return world.run === 'reverted-verified' && isEvery(world.devices, 'old');
    },
  },
  {
    title: 'a device that answers while it is waited for is put back, whether it forgot its trial or not',
    holds({ host, world: { cut } }, _change, visit) {
      if (host?.at !== 'wait' || cut[host.step] === true) return true;
      const { world } = settled(visit);
      return world.devices[host.step] === 'old' && world.steps[host.step] === 'restored';
    },
  },
  {
    title: 'nothing stays on trial that a start puts back: the next change would meet it',
    holds({ host, world: before }, _change, visit) {
      if (host !== null || !unfinished.includes(before.run)) return true;
      const { trials } = settled(visit).world;
      return trials.every((trial, device) => trial !== 'armed' || before.steps[device] === 'restored');
    },
  },
];
