import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { Plan } from '../../changes/index.ts';
import { FakeServices, plan, twoSites } from '../../testing/index.ts';
import { inSight } from './index.ts';

const figures = { kinds: { switch: 1 }, service: 0, strangers: 0, unlinked: 0 };

/** Ids of the plans that somebody of these sites is shown, of one at Leeds with this blast radius. */
async function shown(blastRadius: Pick<Plan['blastRadius'], 'behind' | 'losing'>, ...seen: readonly string[]): Promise<readonly string[]> {
  const services = twoSites(new FakeServices(tmpdir(), ''));
  const kept = { plan: { ...plan, steps: plan.steps.map((step) => ({ ...step, device: 'id-leeds' })), blastRadius: { devices: ['leeds-core'], sites: ['leeds'], ...blastRadius } }, given: [], change: null };
  const { changes } = inSight({ ...services, changes: { ...services.changes, plans: async () => [kept], findPlan: async () => kept } }, (site) => site !== null && seen.includes(site));
  const found = await changes.findPlan(plan.id);
  const listed = (await changes.plans()).map((one) => one.plan.id);
  expect(listed).toEqual(found === null ? [] : [found.plan.id]);
  return listed;
}

test('a plan of an earlier version that names devices elsewhere is shown to those who see them', async () => {
  expect(await shown({ behind: ['bristol-core'], losing: { ...figures, sites: ['bristol'] } }, 'leeds')).toEqual([]);
  expect(await shown({ behind: ['bristol-core'], losing: { ...figures, sites: ['bristol'] } }, 'leeds', 'bristol')).toEqual([plan.id]);
  expect(await shown({ behind: ['bristol-core'] }, 'leeds')).toEqual([]);
  expect(await shown({ behind: [] }, 'leeds')).toEqual([plan.id]);
  expect(await shown({ behind: [], losing: { ...figures, sites: [], elsewhere: 1 } }, 'leeds')).toEqual([plan.id]);
});
