import { sameData } from '../../changes/index.ts';
import { tryPushes } from '../pushing.ts';
import type { Rule } from '../rule.ts';

export const planPure: Rule = {
  id: 'plan-pure',
  tier: 'silver',
  about: 'device',
  title: 'A plan depends on what is and what is wanted, on nothing else',
  page: {
    why: 'A person approves a plan, and exactly that is pushed, perhaps an hour later. A plan that is another one at the second look was never approved.',
    checked: 'Each push is planned twice on one device and once on a fresh one like it: what is planned must be the same, and so must be what the device reads afterwards.',
    example: 'No clock, no random name, no order of a Set inside `plan`. What must be drawn by chance is drawn by the host before.',
    listing: [
      'plan: (_context, current, spec) => ({ ...current, name: spec.name.trim() }),',
    ],
    exempt: null,
  },
  async try(subject) {
    const tried = await tryPushes(subject, async (host, push) => {
      await using other = await subject.openFor(push);
      const first = await host.plan(push.resource, push.device, push.spec);
      for (const again of [await host.plan(push.resource, push.device, push.spec), await other.plan(push.resource, push.device, push.spec)]) {
        if (!sameData(first.wanted, again.wanted)) return `planned ${JSON.stringify(first.wanted)}, then ${JSON.stringify(again.wanted)}`;
        if (!sameData(first.current, again.current)) return 'planning changed what the device reads';
      }
      return null;
    });
    return { ...tried, tried: tried.tried * 2 };
  },
};
