import type { TestHost } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { DeviceLook, endingComplaint, endingText, type Complaint } from '../pushing.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Saving } from '../subject.ts';
import { refusingSets } from './probe-leaves.ts';

async function again(host: TestHost, { discovery, device }: Saving): Promise<Complaint> {
  const first = await host.save(discovery, device);
  const look = new DeviceLook(host, { device, leaves: [] });
  const second = await host.save(discovery, device);
  const [refused] = host.refusals;
  if (refused !== undefined) return `${refused.op}: ${refused.refused ?? ''}`;
  return first === second ? look.isAsBefore('saved twice,') : `the first time it says ${first}, the second ${second}`;
}

async function tells(host: TestHost, { discovery, device }: Saving): Promise<Complaint> {
  host.intercept = refusingSets;
  const ending = await endingOf(host.save(discovery, device));
  if (!host.operations.some(({ op }) => op === 'snmp.set')) return null;
  return ending.kind === 'outcome' ? null : `the device refuses every SET, and save does not say so: ${endingText(ending)}`;
}

export const saveAgain: Rule = {
  id: 'save-again',
  tier: 'silver',
  about: 'device',
  title: 'Saved twice is saved once, and what was not saved is told',
  page: {
    why: 'A host that died between keeping a change and saving it saves after its start, and may have done so before. A person who is told that it is saved restarts the device.',
    checked: 'Where the manifest says `saves`, each device of the kind is told to save twice: the answers are the same, and the second time nothing on the device changes. Where the device refuses every SET, `save` must throw.',
    example: 'Take away what the save left behind, such as the row of a copy. False is for a device that needs no saving, never for one that failed.',
    listing: [
      'save: async ({ snmp }) => {',
      '  await snmp.set([{ oid: saveConfigOid, value: { type: \'Integer\', value: 1 } }]);',
      '  return true;',
      '},',
    ],
    exempt: null,
  },
  async try(subject) {
    const findings: Finding[] = [];
    for (const saving of subject.savings) for (const attempt of [again, tells]) {
      await using host = await subject.open();
      const message = endingComplaint(await endingOf(attempt(host, saving)));
      if (message !== null) findings.push({ of: saving.of, message });
    }
    return { tried: subject.savings.length * 2, findings };
  },
};
