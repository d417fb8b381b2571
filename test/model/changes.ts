import type { ModelChange } from './world.ts';

/** Changes of two devices that go their ways through the machine. */
export const changes: readonly (ModelChange & { readonly title: string })[] = [
  { title: 'two waves', steps: [{ wave: 0, confirms: false }, { wave: 1, confirms: false }], maxFailures: 0 },
  { title: 'two waves, the second on trial until it is confirmed', steps: [{ wave: 0, confirms: false }, { wave: 1, confirms: true }], maxFailures: 0 },
  { title: 'two waves of which one may fail', steps: [{ wave: 0, confirms: false }, { wave: 1, confirms: false }], maxFailures: 1 },
  { title: 'one wave', steps: [{ wave: 0, confirms: false }, { wave: 0, confirms: true }], maxFailures: 0 },
  { title: 'one wave of which one may fail', steps: [{ wave: 0, confirms: false }, { wave: 0, confirms: false }], maxFailures: 1 },
];
