import { AnswerMemory } from '../answer-memory.ts';
import { endingOf } from '../ending.ts';
import type { Rule } from '../rule.ts';

/** What comes in a later call only comes all day long. */
const repeats = 50;

/** The host would refuse such a write; a plugin that tries it does not know what it does. */
export const readingNeverWrites: Rule = {
  id: 'reading-never-writes',
  tier: 'bronze',
  about: 'device',
  title: 'Phases that read ask for nothing that the host must refuse',
  page: {
    why: 'Discovery and checks run on every device, all day, without anybody watching. An operator lets them because they cannot change anything.',
    checked: 'Every identify, inspect, check and read runs on every device of conformance.yaml, 50 times each. The host\'s gate notes each operation; one that it refused is a finding, whatever the plugin made of the refusal.',
    example: 'A check that needs a value which only a command with side effects gives leaves it out, and says so in its summary.',
    listing: [
      'const fans: Check = async ({ snmp, ssh }) => {',
      '  const speeds = await snmp.walk(\'1.3.6.1.4.1.99999.2\');',
      '  const { stdout } = await ssh.exec(\'showFans\');   // a command of phase "read" in the manifest',
      '  return result.ok(`${speeds.length} fans`);',
      '};',
    ],
    exempt: null,
  },
  async try(subject) {
    await using host = await subject.open();
    const findings = [];
    for (const reading of subject.readings) {
      host.forget();
      // Asked once; after that its answers are given again, to what it asks in whichever run.
      host.intercept = new AnswerMemory().intercept;
      for (let time = 0; time < repeats && host.refusals.length === 0; time += 1) await endingOf(reading.run(host));
      for (const { op, refused } of host.refusals) findings.push({ of: reading.of, message: `${op}: ${refused ?? ''}` });
    }
    return { tried: subject.readings.length * repeats, findings };
  },
};
