import { outcome, outcomeKinds } from '@jackfield/sdk';
import { endingOf } from '../ending.ts';
import type { Finding, Rule } from '../rule.ts';

export const errorsAreOutcomes: Rule = {
  id: 'errors-are-outcomes',
  tier: 'bronze',
  about: 'device',
  title: 'What a device refuses ends in an outcome, never in a fault',
  page: {
    why: 'The seven outcomes steer the host: it waits longer for a device that is starting, and asks a person when a password is wrong. Anything else counts as a mistake of the plugin and may put it into quarantine.',
    checked: 'Every reading call runs once for each outcome, with every operation ending in it. The call must end in an answer or in an outcome; when nothing can be reached at all it must not say ok.',
    example: 'Let the errors of the transports through. Catch one only where the answer without it is still true, and say in the summary what is missing.',
    listing: [
      'const load = await snmp.get([loadOid]);            // Unreachable goes on to the host',
      'const fans = await readFans(snmp).catch((error) => {',
      '  if (error instanceof Unsupported) return [];     // a device without fans is well',
      '  throw error;',
      '});',
    ],
    exempt: null,
  },
  async try(subject) {
    await using host = await subject.open();
    const findings: Finding[] = [];
    for (const reading of subject.readings) {
      for (const kind of outcomeKinds) {
        let asked = 0;
        host.intercept = async ({ op }) => {
          asked += 1;
          throw outcome(kind, `${op} on ${reading.device}: as conformance wants it`);
        };
        const ending = await endingOf(reading.run(host));
        if (ending.kind === 'fault') findings.push({ of: reading.of, message: `${kind} became a fault: ${ending.message}` });
        const says = ending.kind === 'answer' && typeof ending.answer === 'object' && ending.answer !== null && 'state' in ending.answer ? ending.answer.state : null;
        if (asked > 0 && kind === 'Unreachable' && reading.kind === 'check' && says === 'ok') findings.push({ of: reading.of, message: 'nothing answered, and it says ok' });
      }
    }
    return { tried: subject.readings.length * outcomeKinds.length, findings };
  },
};
