import type { ModelChange } from './world.ts';

const plain = [false, false];

/** Changes of two devices that go their ways through the machine. */
export const changes: readonly (ModelChange & { readonly title: string })[] = [
  { title: 'two waves', waves: [0, 1], maxFailures: 0, onTrial: plain, saves: plain },
  { title: 'two waves of which one may fail, and one device saves', waves: [0, 1], maxFailures: 1, onTrial: plain, saves: [true, false] },
  { title: 'one wave', waves: [0, 0], maxFailures: 0, onTrial: plain, saves: plain },
  { title: 'one wave of which one may fail', waves: [0, 0], maxFailures: 1, onTrial: plain, saves: plain },
  { title: 'two waves on trial', waves: [0, 1], maxFailures: 0, onTrial: [true, true], saves: plain },
  { title: 'one wave on trial, and one device saves', waves: [0, 0], maxFailures: 0, onTrial: [true, true], saves: [true, false] },
  { title: 'one wave, one of it on trial, of which one may fail', waves: [0, 0], maxFailures: 1, onTrial: [false, true], saves: plain },
];
