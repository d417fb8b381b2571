import { outcome } from '@jackfield/sdk';
import type { Intercept, TestHost } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { DeviceLook, endingComplaint, endingText, readsAs, type Complaint } from '../pushing.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Push } from '../subject.ts';

/** As an agent answers that lets nothing be set. */
export const refusingSets: Intercept = ({ op }, perform) => (op === 'snmp.set' ? Promise.reject(outcome('Refused', 'the agent answered NotWritable', { data: { status: 'NotWritable' } })) : perform());

async function leaves(host: TestHost, push: Push): Promise<Complaint> {
  const plan = await host.plan(push.resource, push.device, push.spec);
  const look = new DeviceLook(host, push);
  await host.probe(push.resource, push.device, plan);
  const [refused] = host.refusals;
  if (refused !== undefined) return `${refused.op}: ${refused.refused ?? ''}`;
  return (await readsAs(host, push, plan, plan.current, 'before the probe it was')) ?? look.isAsBefore('probed,');
}

/** What the device refuses must come out: a plan that is not refused for it fails in the middle of the night. */
async function tells(host: TestHost, push: Push): Promise<Complaint> {
  const plan = await host.plan(push.resource, push.device, push.spec);
  host.intercept = refusingSets;
  host.forget();
  const ending = await endingOf(host.probe(push.resource, push.device, plan));
  if (!host.operations.some(({ op }) => op === 'snmp.set')) return null;
  return ending.kind === 'outcome' && ending.error.kind === 'Refused' ? null : `the device refuses every SET, and the probe does not say Refused: ${endingText(ending)}`;
}

export const probeLeaves: Rule = {
  id: 'probe-leaves',
  tier: 'silver',
  about: 'device',
  title: 'A probe leaves the device exactly as it was, and tells what it refuses',
  page: {
    why: 'It runs while people plan, on devices that nobody has agreed to change yet.',
    checked: 'For each push of a resource whose manifest says `probe`, `probe` runs between the plan and the push. The host lets an SNMP SET through only when each value is the present one; any other write is a finding. Afterwards the device reads as before, and holds what it held. Where the device refuses every SET, `probe` must throw `Refused`.',
    example: 'Read the object, and set what was read. Name it in the refusal as its MIB does, with the instance in people\'s words.',
    listing: [
      'probe: async ({ snmp }, _wanted, _current, { port }) => {',
      '  const [now] = await snmp.get([aliasOid]);',
      '  await snmp.set([{ oid: aliasOid, value: now.value }])',
      '    .catch((error) => { throw new Refused(`the device does not let ifAlias of ${port} be written`, { cause: error }); });',
      '},',
    ],
    exempt: null,
  },
  async try(subject) {
    const findings: Finding[] = [];
    const pushes = subject.pushes.filter((push) => subject.probes(push));
    for (const push of pushes) for (const attempt of [leaves, tells]) {
      await using host = await subject.openFor(push);
      const message = endingComplaint(await endingOf(attempt(host, push)));
      if (message !== null) findings.push({ of: push.of, message });
    }
    return { tried: pushes.length * 2, findings };
  },
};
