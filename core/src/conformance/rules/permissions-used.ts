import { missingPermission, resolveRequest, type NamedRequest } from '../../plugins/index.ts';
import type { TestHost } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { permissionEntries } from '../permission-entries.ts';
import { tooWide } from '../permission-width.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { notices, tellings } from '../telling.ts';
import { untilListening, watchings } from '../watching.ts';

/** All that the plugin asks for in a day's work. */
async function askedFor(subject: Subject): Promise<TestHost['operations']> {
  await using host = await subject.open();
  for (const reading of subject.readings) await endingOf(reading.run(host));
  for (const watching of watchings(subject)) {
    await using _watch = await host.watch(watching.watcher, watching.device);
    await untilListening(host, watching);
  }
  const [told] = notices;
  for (const { notifier, device } of tellings(subject)) await endingOf(host.tell(notifier, device, told));
  const operations = [...host.operations];
  for (const push of subject.pushes) {
    await using pushed = await subject.openFor(push);
    if (subject.probes(push)) await endingOf(pushed.plan(push.resource, push.device, push.spec).then((plan) => pushed.probe(push.resource, push.device, plan)));
    const planned = await endingOf(pushed.push(push.resource, push.device, push.spec).then(async (plan) => (subject.undoable.includes(push) ? pushed.restore(push.resource, push.device, plan) : undefined)));
    if (planned.kind === 'fault') continue;
    operations.push(...pushed.operations);
  }
  for (const { discovery, device } of subject.savings) {
    await using saving = await subject.open();
    await endingOf(saving.save(discovery, device));
    operations.push(...saving.operations);
  }
  return operations;
}

function named(subject: Subject, request: unknown): NamedRequest[] {
  try {
    return [resolveRequest(request, subject.plugin)];
  } catch {
    // What the host refuses as malformed uses no permission; it is a finding as a refusal.
    return [];
  }
}

export const permissionsUsed: Rule = {
  id: 'permissions-used',
  tier: 'gold',
  about: 'package',
  title: 'It asks for what it uses, and uses what it asks for',
  page: {
    why: 'A manager reads the list of permissions before he grants it. What stands there without need is what an attacker would use.',
    checked: 'All reading calls, each watcher, each notifier, each push with its probe and its undo, and each save, run on the devices of conformance.yaml. Every entry of "permissions" must be needed by some operation, taken alone; no operation may be refused. What it asks to write must not be far wider than what was written: an OID subtree is not the root of a MIB or of a vendor, nor above the single objects that were set; a pattern with `**` changes files in more than one folder. Where more is needed than one push shows, a second push shows it.',
    example: 'A pattern that names the one file, not its folder. The objects that are set, not the group that they stand in. An action that only an older version of the device needs comes with a device of that version in conformance.yaml.',
    listing: [
      '"permissions": { "ssh": { "files": { "read": ["/etc/acme/widget.conf"], "write": [] } } }',
    ],
    exempt: 'An entry that no simulator can make the plugin need, or need in all its width: name it under "of", and say when it is needed.',
  },
  async try(subject) {
    // A package without code runs in another plugin; it answers for what it asks itself.
    const { permissions } = subject.packaged.manifest;
    const operations = await askedFor(subject);
    const requests = operations.filter(({ refused }) => refused === null).flatMap(({ request }) => named(subject, request));
    const entries = permissionEntries(permissions);
    const unused = entries.filter(({ without }) => !requests.some((request) => missingPermission(request, permissions) === null && missingPermission(request, without) !== null));
    const refused = new Map(operations.flatMap(({ op, refused: why }) => (why === null ? [] : [[`${op} ${why}`, { of: op, message: why }] as const])));
    const findings: Finding[] = [
      ...unused.map(({ name }) => ({ of: name, message: 'is asked for and never used' })),
      ...tooWide(permissions, requests),
      ...refused.values(),
    ];
    return { tried: entries.length, findings };
  },
};
