import type { CheckResult } from '@jackfield/sdk';
import { endingOf } from '../ending.ts';
import type { Rule } from '../rule.ts';

export const checksTurn: Rule = {
  id: 'checks-turn',
  tier: 'gold',
  about: 'package',
  title: 'Every check is seen well and ill',
  page: {
    why: 'A check that has never been red may never be: the sick device is the one that matters.',
    checked: 'Over the devices of conformance.yaml each check must say ok at least once, and warning or critical at least once.',
    example: 'Describe a second device that is ill: a disk at 97 %, a fan that stands still, a port that is down.',
    listing: [
      'devices:',
      '  ups-1: { tcp: { 3493: *healthy } }',
      '  ups-2: { tcp: { 3493: *onBattery } }',
    ],
    exempt: 'A check that only measures and has no levels unless a site sets some.',
  },
  async try(subject) {
    await using host = await subject.open();
    const checks = Object.keys(subject.packaged.manifest.contributes.checks);
    const findings = [];
    for (const check of checks) {
      const seen = new Set<CheckResult['state']>();
      for (const device of Object.keys(subject.file.devices)) {
        const ending = await endingOf(host.check(check, device).then(({ state }) => seen.add(state)));
        if (ending.kind === 'fault') findings.push({ of: check, message: ending.message });
      }
      // One that ends in a fault wherever it runs says nothing to be judged.
      if (seen.size === 0 && findings.some(({ of }) => of === check)) continue;
      if (!seen.has('ok')) findings.push({ of: check, message: 'is ok on no device of conformance.yaml' });
      if (!seen.has('warning') && !seen.has('critical')) findings.push({ of: check, message: 'is warning or critical on no device of conformance.yaml' });
    }
    return { tried: checks.length * 2, findings };
  },
};
