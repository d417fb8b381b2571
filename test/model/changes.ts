import type { ModelChange } from './world.ts';

/** Changes of two devices that go their ways through the machine. */
export const changes: readonly (ModelChange & { readonly title: string })[] = [
  { title: 'two waves', waves: [0, 1], maxFailures: 0 },
  { title: 'two waves of which one may fail', waves: [0, 1], maxFailures: 1 },
  { title: 'one wave', waves: [0, 0], maxFailures: 0 },
  { title: 'one wave of which one may fail', waves: [0, 0], maxFailures: 1 },
];
