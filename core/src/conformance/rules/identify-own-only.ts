import { endingOf } from '../ending.ts';
import type { Finding, Rule } from '../rule.ts';

/** What identify says is what conformance.yaml expects of the device, and of a foreign device it says nothing. */
export const identifyOwnOnly: Rule = {
  id: 'identify-own-only',
  tier: 'silver',
  about: 'package',
  title: 'Its own devices are named rightly, foreign ones are left alone',
  page: {
    why: 'A device that two plugins claim is shown with the wrong name, and gets pushes meant for another.',
    checked: 'identify runs on each device of conformance.yaml and is held against its "expect"; on each device under "foreign" it must say null, or not be asked because no match rule fits.',
    example: '`identify` asks for something that only its own devices have, such as the maker\'s own object, and returns null when it is not there.',
    listing: [
      'async identify({ snmp }) {',
      '  const [model] = await snmp.get([acmeModel]);',
      '  return snmpText(model?.value) === null ? null : { vendor: \'Acme\', /* … */ };',
      '}',
    ],
    exempt: 'A plugin that describes whatever answers a protocol may be exempt of `foreign`.',
  },
  async try(subject) {
    const { discovery } = subject.plugin.manifest.contributes;
    // What discovers nothing claims nothing.
    if (Object.keys(discovery).length === 0) return { tried: 0, findings: [] };
    const findings: Finding[] = [];
    let tried = 0;
    await using host = await subject.open();
    for (const [device, { expect = {} }] of Object.entries(subject.file.devices)) {
      const endings = [];
      for (const name of Object.keys(discovery)) endings.push(await endingOf(host.identify(name, device)));
      tried += endings.length;
      const identified = endings.flatMap(({ kind, ...rest }) => (kind === 'answer' && 'answer' in rest && typeof rest.answer === 'object' && rest.answer !== null ? [new Map(Object.entries(rest.answer))] : []));
      if (identified.length === 0) findings.push({ of: device, message: 'is identified by nobody' });
      for (const [fact, wanted] of Object.entries(expect)) {
        const said = identified.map((facts) => facts.get(fact));
        if (identified.length > 0 && !said.includes(wanted)) findings.push({ of: `${fact} of ${device}`, message: `is ${JSON.stringify(said[0])}, expected is ${JSON.stringify(wanted)}` });
      }
    }
    const { foreign } = subject.file;
    await using others = await subject.open(foreign);
    for (const device of Object.keys(foreign)) {
      for (const name of Object.keys(discovery)) {
        tried += 1;
        const ending = await endingOf(others.identify(name, device));
        if (ending.kind === 'fault') findings.push({ of: device, message: ending.message });
        if (ending.kind === 'answer' && ending.answer !== null) findings.push({ of: device, message: `is foreign, and identify ${name} claims it: ${JSON.stringify(ending.answer).slice(0, 200)}` });
      }
    }
    if (Object.keys(foreign).length === 0) findings.push({ of: 'foreign', message: 'conformance.yaml names no foreign device that looks alike' });
    return { tried, findings };
  },
};
