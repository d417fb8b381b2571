import { settled } from './explore.ts';
import { operationOf } from './machine.ts';
import { unfinished, type ModelChange, type State } from './world.ts';

const isEvery = <Item>(items: readonly Item[], one: Item): boolean => items.every((item) => item === one);

/** What must hold in every state, whatever went wrong before; each with the words for where it does not. */
export const invariants: readonly { readonly title: string; readonly holds: (state: State, change: ModelChange) => boolean }[] = [
  { title: 'no device differs that the journal does not call touched', holds: ({ world: { devices, touched } }) => devices.every((value, step) => value === 'old' || touched[step] === true) },
  {
    title: 'a device is written to under its lease only',
    holds({ world, host }) {
      if (host === null) return true;
      const { kind, device } = operationOf(host);
      return !['apply', 'restore'].includes(kind) || world.leases[device ?? -1] === true;
    },
  },
  { title: 'nothing is pushed twice', holds: ({ world: { pushes } }) => pushes.every((count) => count <= 1) },
  {
    title: 'a change that is kept has new devices, and old ones only where it lost them',
    holds: ({ world: { run, devices, steps } }, { maxFailures }) =>
      run !== 'kept' || (devices.every((value, step) => value === (steps[step] === 'verified' ? 'new' : 'old')) && devices.filter((value) => value === 'old').length <= maxFailures),
  },
  { title: 'a change that is put back has old devices', holds: ({ world: { run, devices } }) => run !== 'reverted-verified' || isEvery(devices, 'old') },
  {
    title: 'what is said of each step of a change that ended is so',
    holds: ({ world: { run, devices, steps } }) => unfinished.includes(run) || run === null ||
      steps.every((step, position) => (step === 'verified' ? devices[position] === 'new' : !['restored', 'untouched'].includes(step) || devices[position] === 'old')),
  },
  { title: 'a change that ended holds no device', holds: ({ world: { run, leases } }) => unfinished.includes(run) || run === null || !leases.includes(true) },
  {
    title: 'without further faults all is old, or all new, or held and said so, and no device is held',
    holds(state, change) {
      const { world } = settled(state, change);
      if (world.leases.includes(true) || unfinished.includes(world.run)) return false;
      if (world.run === null) return isEvery(world.devices, 'old');
      return world.run === 'kept' || world.run === 'reverted-verified' || state.world.run === world.run || world.steps.some((step) => step === 'failed' || step === 'restored-unverified');
    },
  },
  {
    title: 'a host that died and starts without faults leaves all old, or all new',
    holds(state, change) {
      if (state.host !== null || !unfinished.includes(state.world.run)) return true;
      const { world } = settled(state, change);
      return world.run === 'reverted-verified' && isEvery(world.devices, 'old');
    },
  },
];
