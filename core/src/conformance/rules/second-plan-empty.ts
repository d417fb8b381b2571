import { DeviceLook, tryPushes } from '../pushing.ts';
import type { Rule } from '../rule.ts';

export const secondPlanEmpty: Rule = {
  id: 'second-plan-empty',
  tier: 'silver',
  about: 'device',
  title: 'After a push there is nothing left to push',
  page: {
    why: 'A second plan that is not empty shows that something was not pushed, or is read back differently from how it was written. Both are seen as drift for ever.',
    checked: 'Each push is planned, must have something to change, is applied, and is planned again: nothing may be left. The simulator itself is looked into as well: something on the device must have changed.',
    example: '`plan` brings the spec into the form in which the device will give it back: case, order, leading zeros.',
    listing: [
      'plan: (_context, current, spec) => ({ ...current, mac: spec.mac.toLowerCase() }),   // as `read` gives it',
    ],
    exempt: null,
  },
  try: (subject) => tryPushes(subject, async (host, push) => {
    const first = await host.plan(push.resource, push.device, push.spec);
    if (first.differences.length === 0) return 'changes nothing on its device: give it a spec that does';
    const look = new DeviceLook(host, push);
    await host.apply(push.resource, push.device, first);
    const unchanged = look.hasChanged('applied, and');
    if (unchanged !== null) return unchanged;
    const { differences } = await host.plan(push.resource, push.device, push.spec);
    return differences.length === 0 ? null : `left to change: ${differences.map(({ path, before, after }) => `${path} ${JSON.stringify(before)} to ${JSON.stringify(after)}`).join(', ')}`;
  }),
};
