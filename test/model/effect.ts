import type { Host, ModelChange, RunState, StepState, Value, World } from './world.ts';

/** What an operation does to devices and store. `pushed`, `restored`: what a push and a restore leave on their device. */
export function effectOn(world: World, { at, step, steps }: Host, change: ModelChange, pushed: Value, restored: Value): void {
  const write = (run: RunState): void => {
    world.run = run;
    world.steps = [...steps];
  };
  const hold = (held: boolean): void => void world.leases.fill(held);
  switch (at) {
    case 'take':
    case 'recover: take':
      return hold(true);
    case 'give up':
    case 'recover: release':
    case 'recover: clean':
      return hold(false);
    case 'begin':
      return write('applying');
    case 'withdraw':
      if (world.run !== null) world.run = 'reverted-verified';
      if (world.run !== null) world.steps.fill('untouched');
      return hold(false);
    case 'applying':
    case 'verifying':
    case 'reverting':
      return write(at);
    case 'touch':
      world.touched[step] = true;
      return;
    case 'push':
      world.pushes[step] = (world.pushes[step] ?? 0) + 1;
      if (change.onTrial[step] === true) world.trials[step] = 'armed';
      world.devices[step] = pushed;
      return;
    case 'confirm':
      if (world.trials[step] === 'armed') world.trials[step] = 'confirmed';
      return;
    case 'restore':
    case 'restore again':
      world.trials[step] = 'none';
      world.devices[step] = restored;
      return;
    case 'applied':
    case 'verified':
    case 'restored':
      world.steps[step] = steps[step] ?? 'pending';
      return;
    case 'keep':
      write('kept');
      world.unsaved = steps.map((state, device) => (state === 'verified' && change.saves[device] === true ? 'due' : 'no'));
      world.leases = world.unsaved.map((unsaved) => unsaved === 'due');
      return;
    case 'save: take':
      world.leases[step] = true;
      return;
    case 'save: give up':
    case 'recover: free':
      return hold(false);
    case 'save':
      world.startups[step] = world.devices[step] ?? 'old';
      return;
    case 'saved':
    case 'not saved':
      world.unsaved[step] = at === 'saved' ? 'no' : 'failed';
      world.leases[step] = false;
      return;
    case 'end':
      write(outcomeOf(steps));
      return hold(false);
    default:
  }
}

export function outcomeOf(steps: readonly StepState[]): 'reverted-verified' | 'reverted-unverified' | 'failed-held' {
  if (steps.includes('failed')) return 'failed-held';
  return steps.includes('restored-unverified') ? 'reverted-unverified' : 'reverted-verified';
}
