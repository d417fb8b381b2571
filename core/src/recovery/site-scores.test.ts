import type { State } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import type { CheckStatus } from '../health/index.ts';
import { FakeNetwork } from '../testing/index.ts';
import { siteScores } from './site-scores.ts';

await using network = new FakeNetwork();
const { devices } = network;

const status = (device: string, state: CheckStatus['state'], items: readonly State[] = [], check = 'copies'): CheckStatus =>
  ({ ...network.plainStatus(`id-${device}`), check, state, items: items.map((of, at) => ({ name: `${at}`, state: of, summary: '' })) });
const scores = (...statuses: CheckStatus[]) => siteScores(['leeds', 'york'], devices, statuses, (_device, { check }) => check !== 'other').map(({ site, score }) => [site, score]);

test.each<[string, CheckStatus[], number | null]>([
  ['everything is well', [status('core', 'ok'), status('office', 'ok', ['ok', 'ok'])], 100],
  ['one of four objects has no copy', [status('core', 'critical', ['ok', 'ok', 'ok', 'critical'])], 75],
  ['a warning is half of it', [status('core', 'warning')], 50],
  ['what is not known is not proven', [status('core', 'unknown'), status('core', 'ok')], 50],
  ['nobody has looked yet', [status('core', 'pending')], 0],
  ['checks of other things say nothing of it', [status('core', 'critical', [], 'other')], null],
  ['results of another site do not count', [status('access-2', 'ok')], null],
])('%s', (_what, statuses, score) => {
  expect(scores(...statuses)[0]).toEqual(['leeds', score]);
});
