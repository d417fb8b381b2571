import type { Fingerprint, Identification } from '@jackfield/sdk';
import { unmatched } from '../../discovery/index.ts';
import type { TestHost } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { falseOf, foreignDevices, relabelled, relabelling, sibling, strangePorts } from '../foreign-devices.ts';
import { short } from '../pushing.ts';
import type { Finding, Rule, Tried } from '../rule.ts';
import type { Subject } from '../subject.ts';

type Facts = ReadonlyMap<string, unknown>;

/** Every claim of a device, by the discoveries whose match rules fit; what is thrown is told where `of` is given. */
async function claims(host: TestHost, device: string, fingerprint: Fingerprint | undefined, faults: Finding[] = []): Promise<readonly { readonly discovery: string; readonly claim: Identification }[]> {
  const found = [];
  for (const discovery of Object.keys(host.plugin.manifest.contributes.discovery)) {
    const ending = await endingOf(host.identify(discovery, device, fingerprint));
    if (ending.kind === 'fault') faults.push({ of: device, message: ending.message });
    if (ending.kind === 'answer' && ending.answer !== null) found.push({ discovery, claim: ending.answer });
  }
  return found;
}

/** What identify says is what conformance.yaml expects of the device. */
async function ownNamed(subject: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  await using host = await subject.open();
  for (const [device, { expect = {} }] of Object.entries(subject.file.devices)) {
    const identified = (await claims(host, device, undefined)).map(({ claim }): Facts => new Map(Object.entries(claim)));
    if (identified.length === 0) findings.push({ of: device, message: `is identified by nobody: ${await whyNot(host, device)}` });
    // By its model a profile finds its device: that it is missing must be meant.
    const isHalfKnown = identified.some((facts) => facts.get('vendor') !== null) && !identified.some((facts) => facts.get('model') !== null);
    if (isHalfKnown && !Object.hasOwn(expect, 'model')) findings.push({ of: `model of ${device}`, message: 'is not known to identify, and its maker is: if nothing tells it, "expect" says model: null' });
    findings.push(...(await inspectedAlike(host, device)));
    for (const [fact, wanted] of Object.entries(expect)) {
      const said = identified.map((facts) => facts.get(fact));
      if (identified.length > 0 && !said.includes(wanted)) findings.push({ of: `${fact} of ${device}`, message: `is ${JSON.stringify(said[0])}, expected is ${JSON.stringify(wanted)}` });
    }
  }
  return findings;
}

/** Of each discovery, whether it was not asked, or says no. */
async function whyNot(host: TestHost, device: string): Promise<string> {
  const fingerprint = await host.fingerprint(device);
  const { manifest } = host.plugin;
  return Object.keys(manifest.contributes.discovery).map((name) => unmatched(manifest, name, fingerprint) ?? `identify ${name} says null`).join('; ');
}

const namingFacts = ['vendor', 'model', 'os', 'version', 'serial'] as const;

/** A closer look may find more; what was known before it stays. */
async function inspectedAlike(host: TestHost, device: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { discovery, claim } of await claims(host, device, undefined)) {
    const ending = await endingOf(host.inspect(discovery, device));
    if (ending.kind !== 'answer') continue;
    for (const fact of namingFacts) {
      const [before, after] = [claim[fact], ending.answer[fact]];
      if (before !== null && before !== after) findings.push({ of: `${fact} of ${device}`, message: `is ${short(before)} to identify ${discovery}, and ${short(after)} to inspect` });
    }
  }
  return findings;
}

/** Of a device under "foreign" nothing is said. */
async function foreignLeft(subject: Subject): Promise<Finding[]> {
  const { foreign } = subject.file;
  if (Object.keys(foreign).length === 0) return [{ of: 'foreign', message: 'conformance.yaml names no foreign device that looks alike' }];
  const findings: Finding[] = [];
  await using host = await subject.open(foreign);
  for (const device of Object.keys(foreign)) {
    for (const { discovery, claim } of await claims(host, device, undefined, findings)) {
      findings.push({ of: device, message: `is foreign, and identify ${discovery} claims it: ${JSON.stringify(claim).slice(0, 200)}` });
    }
  }
  return findings;
}

/** Of a device that everybody knows nothing is said but what is so. */
async function knownNotMistaken(subject: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  const ports = subject.plugin.manifest.permissions.tcp?.ports ?? [];
  const devices = Object.entries(foreignDevices).map(([name, foreign]) => [name, { ...foreign, device: ports.length > 0 && Object.keys(foreign.device).length === 0 ? { tcp: strangePorts(ports) } : foreign.device }] as const);
  for (const [name, foreign] of devices) {
    // One at a time: what a plugin asks for and this device does not have is not to be held against it.
    await using host = await subject.open({ [name]: foreign.device });
    for (const { discovery, claim } of await claims(host, name, undefined)) {
      const wrong = falseOf(claim, foreign);
      if (wrong !== null) findings.push({ of: name, message: `is not its own, and identify ${discovery} claims it: ${wrong}` });
    }
  }
  return findings;
}

/** A device of its own whose maker's name is another one, and another product of the same maker, are not what that device is. */
async function notByOneMarkOnly(subject: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  await using host = await subject.open();
  for (const device of Object.keys(subject.file.devices)) {
    const fingerprint = await host.fingerprint(device);
    host.intercept = null;
    const own = (await claims(host, device, fingerprint)).filter(({ claim: { model } }) => model !== null);
    if (own.length === 0) continue;
    const isSame = (claim: Identification): boolean => own.some((known) => known.claim.model === claim.model && known.claim.vendor === claim.vendor);
    const stranger = relabelled(fingerprint);
    let isProved = false;
    host.intercept = relabelling(stranger, () => { isProved = true; });
    const [mistaken] = (await claims(host, device, stranger)).filter(({ claim }) => isSame(claim));
    if (mistaken !== undefined && !isProved) findings.push({ of: `${device} under another maker's name`, message: `tells ${short(stranger.snmp?.sysDescr ?? stranger.ssh?.banner ?? null)} of itself, and identify ${mistaken.discovery} still says ${short(mistaken.claim.model)} of ${short(mistaken.claim.vendor)}` });
    const other = sibling(fingerprint);
    if (other === null) continue;
    await using beside = await subject.open({ other });
    const [taken] = (await claims(beside, 'other', undefined)).filter(({ claim }) => isSame(claim));
    if (taken !== undefined) findings.push({ of: `another product of the maker of ${device}`, message: `has only its maker's number, and identify ${taken.discovery} says ${short(taken.claim.model)}` });
  }
  return findings;
}

async function tryAll(subject: Subject): Promise<Tried> {
  const { devices, foreign } = subject.file;
  const findings = [...(await ownNamed(subject)), ...(await foreignLeft(subject)), ...(await knownNotMistaken(subject)), ...(await notByOneMarkOnly(subject))];
  return { tried: Object.keys(devices).length * 3 + Object.keys(foreign).length + Object.keys(foreignDevices).length, findings };
}

export const identifyOwnOnly: Rule = {
  id: 'identify-own-only',
  tier: 'silver',
  about: 'package',
  title: 'Its own devices are named rightly, foreign ones are left alone',
  page: {
    why: 'A device that two plugins claim is shown with the wrong name, and gets pushes meant for another.',
    checked: 'identify runs on each device of conformance.yaml and is held against its "expect", which says `model: null` where of a known maker no model can be known; inspect must say the same of maker, model, system, version and serial number where identify knows them; on each device under "foreign" it must say null, or not be asked because no match rule fits. Then it meets a switch, a router, a UPS, a printer, a Linux machine, a command line, a PBX, a camera and a mail server of other makers: what it says of them, if anything, must be so, maker and kind. Each own device is shown once under another maker\'s name in all that a fingerprint tells, without the objects that only that maker has, and once as an agent that has the number of its maker and nothing else: neither may be called the same model.',
    example: '`identify` asks for something that only its own devices have, such as the maker\'s own object, and returns null when it is not there. The model comes from the device, not from the plugin\'s title.',
    listing: [
      'async identify({ snmp }) {',
      '  const [model] = await snmp.get([acmeModel]);',
      '  return snmpText(model?.value) === null ? null : { vendor: \'Acme\', /* … */ };',
      '}',
    ],
    exempt: 'A plugin that describes whatever answers a protocol may be exempt of `foreign`.',
  },
  // What discovers nothing claims nothing.
  try: async (subject) => (Object.keys(subject.plugin.manifest.contributes.discovery).length === 0 ? { tried: 0, findings: [] } : tryAll(subject)),
};
