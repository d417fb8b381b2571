import { endingOf } from '../ending.ts';
import { DeviceLook, readsAs, tryPushes } from '../pushing.ts';
import type { Rule } from '../rule.ts';

export const applyIdempotent: Rule = {
  id: 'apply-idempotent',
  tier: 'silver',
  about: 'device',
  title: 'Applied twice is applied once',
  page: {
    why: 'A host that was killed in the middle of a change does not know whether the last step took effect. It must be able to do it again.',
    checked: 'Each push is applied twice. The second may say Conflict, for the device is no longer as planned; either way the device reads as it did after the first, and nothing else on it has changed.',
    example: 'Write what is wanted, not what is to be added; a row that exists already is no error.',
    listing: [
      'apply: async ({ snmp }, wanted) => snmp.set([{ oid: aliasOid, value: text(wanted.alias) }]),',
      '// not: append a line to what is there',
    ],
    exempt: null,
  },
  try: (subject) => tryPushes(subject, async (host, push) => {
    const plan = await host.plan(push.resource, push.device, push.spec);
    await host.apply(push.resource, push.device, plan);
    const once = await host.read(push.resource, push.device, plan.key);
    const look = new DeviceLook(host, push);
    const again = await endingOf(host.apply(push.resource, push.device, plan));
    if (again.kind === 'fault') return again.message;
    if (again.kind === 'outcome' && again.error.name !== 'Conflict') return `the second time: ${again.error.name}: ${again.error.message}`;
    return (await readsAs(host, push, plan, once, 'once it was')) ?? look.isAsBefore('applied twice,');
  }),
};
