import { defineError } from '../errors/index.ts';

export const rolloutUnknown = defineError('JF9450', 'no such rollout', 'List them with /api/rollouts.');
export const rolloutOver = defineError('JF9451', 'rollout cannot do that now', 'Look at its state: one that was aborted stays as it is, and one that is done can be undone alone.');
export const rolloutEmpty = defineError('JF9452', 'rollout of nothing', 'Name keys to set, and a place with sites.');
