import type { JsonObject } from '@jackfield/sdk';
import { canonicalJson, sameData } from '../../changes/index.ts';
import type { TestHost } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { endingText, short, type Complaint } from '../pushing.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Listing, Push, Subject } from '../subject.ts';

/** Of a device with thousands, these are enough to know. */
const mostRead = 100;

/** What is wrong with the keys themselves: other fields than the manifest names, or one of them twice. */
function misnamed(keys: readonly JsonObject[], fields: readonly string[]): Complaint {
  const wrong = keys.find((key) => Object.keys(key).toSorted().join() !== [...fields].toSorted().join());
  if (wrong !== undefined) return `names ${short(wrong)}, and its key is ${fields.join(', ')}`;
  const names = keys.map(canonicalJson);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? null : `names ${twice} twice`;
}

async function unreadable(host: TestHost, { resource, device }: Listing, keys: readonly JsonObject[]): Promise<Complaint> {
  for (const key of keys.slice(0, mostRead)) {
    const ending = await endingOf(host.read(resource, device, key));
    if (ending.kind !== 'answer') return `names ${short(key)}, which cannot be read: ${endingText(ending)}`;
  }
  return null;
}

async function complaintOf(subject: Subject, host: TestHost, listing: Listing): Promise<Complaint> {
  const { resource, device } = listing;
  const before = host.device(device).state();
  const first = await endingOf(host.list(resource, device));
  if (first.kind !== 'answer') return endingText(first);
  const keys = first.answer ?? [];
  const again = await endingOf(host.list(resource, device));
  if (again.kind !== 'answer' || !sameData(again.answer, first.answer)) return `names ${short(first.answer)}, then ${endingText(again)}`;
  const wrong = misnamed(keys, subject.plugin.manifest.contributes.resources[resource]?.key ?? []) ?? (await unreadable(host, listing, keys));
  if (wrong !== null) return wrong;
  const [refused] = host.refusals;
  if (refused !== undefined) return `asks for what the host refuses: ${refused.op}: ${refused.refused ?? ''}`;
  return before !== null && !sameData(before, host.device(device).state()) ? 'changes its device' : null;
}

/** What a push made is there, and what is there is named. */
async function forgotten(host: TestHost, push: Push): Promise<Complaint> {
  const plan = await host.plan(push.resource, push.device, push.spec);
  const isNamed = async (): Promise<boolean> => (await host.list(push.resource, push.device))?.some((key) => sameData(key, plan.key)) ?? true;
  if (sameData(plan.current, plan.wanted) || (await isNamed())) return null;
  await host.apply(push.resource, push.device, plan);
  return (await isNamed()) ? null : `has pushed ${short(plan.key)}, and does not name it`;
}

export const listReadable: Rule = {
  id: 'list-readable',
  tier: 'silver',
  about: 'device',
  title: 'What a resource lists is what it reads',
  page: {
    why: 'A device\'s configuration history is read by what `list` names. An instance that it forgets is in no history and comes back with no restore; one that it names and nobody can read is a warning each night.',
    checked: 'Where a resource has `list`, it is asked twice on each device that is pushed to: both answers must be the same, with the fields of the manifest\'s "key" and no others, each key once. What it names is read, which must give a state. It must ask for no write and leave the device as it was. What a push makes must be named after the push. It is also a reading call like all others: garbage, faults, deadlines and memory are tried on it.',
    example: '`list` asks the same table that `read` looks into, and `read` of something that has gone since is a state such as `{ exists: false }`.',
    listing: [
      'list: async ({ snmp }) => (await portNames(snmp)).map((port) => ({ port })),',
      'read: async ({ snmp }, { port }) => readPort(snmp, await indexOf(snmp, port)),',
    ],
    exempt: 'Instances that the device has and that cannot be told apart by their key.',
  },
  async try(subject) {
    const findings: Finding[] = [];
    for (const listing of subject.listings) {
      await using host = await subject.openOne(listing.device);
      const message = await complaintOf(subject, host, listing);
      if (message !== null) findings.push({ of: listing.of, message });
    }
    const pushes = subject.pushes.filter((push) => subject.listings.some(({ resource, device }) => resource === push.resource && device === push.device));
    for (const push of pushes) {
      await using host = await subject.openFor(push);
      const ending = await endingOf(forgotten(host, push));
      // A push that fails by itself is told by other rules.
      if (ending.kind === 'answer' && ending.answer !== null) findings.push({ of: `list ${push.of}`, message: ending.answer });
    }
    return { tried: subject.listings.length * 2 + pushes.length, findings };
  },
};
