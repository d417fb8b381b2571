import { result, type Check, type Item, type SnmpReader } from '@jackfield/sdk';
import { readEntityMembers, readStackWise, readVirtualChassis, type Stack } from '../stack/stack-members.ts';
import { Spared, readLastChange } from '../discovery/spared.ts';
import { entity, lastChange, stackWise, virtualChassisRole } from '../mib.ts';
import { presentAmong } from '../sensors/cells.ts';
import type { Settings } from '../settings.ts';
import { Remembered } from './remembered.ts';
import { lookAgainForMs, lookAgainMs } from './served.ts';

type Source = 'stackWise' | 'virtualChassis' | 'entities' | 'none';

const sources = new Remembered<Source>(lookAgainMs);
const entities = new Spared<Stack>();
const entitiesForNow = new Remembered<Stack>(lookAgainMs);
/** A member that left is missed for a day; then the stack is what it is. */
const missedMs = 86_400_000;
const members = new Remembered<ReadonlyMap<string, number>>(missedMs);

async function sourceOf(device: string, snmp: SnmpReader): Promise<Source> {
  const known = sources.get(device);
  if (known !== null) return known;
  const has = await presentAmong(snmp, [stackWise.state, virtualChassisRole, entity.class]);
  const found = has.has(stackWise.state) ? 'stackWise' : has.has(virtualChassisRole) ? 'virtualChassis' : has.has(entity.class) ? 'entities' : 'none';
  return sources.keep(device, found, found === 'none' ? lookAgainForMs : lookAgainMs);
}

/** The table of entities is large: it is walked when the device says that it changed, else once an hour. */
async function ofEntities(device: string, snmp: SnmpReader): Promise<Stack> {
  const change = await readLastChange(snmp, lastChange.entities);
  if (change.changed !== null && change.changed > 0) return entities.read(device, change, () => readEntityMembers(snmp));
  return entitiesForNow.get(device) ?? entitiesForNow.keep(device, await readEntityMembers(snmp));
}

async function read(device: string, snmp: SnmpReader): Promise<Stack> {
  switch (await sourceOf(device, snmp)) {
    case 'stackWise': return readStackWise(snmp);
    case 'virtualChassis': return readVirtualChassis(snmp);
    case 'entities': return ofEntities(device, snmp);
    case 'none': return { members: [], isRingOpen: false };
  }
}

/** Members that were there within the last day and are not told of any more. */
function missing(device: string, here: readonly Item[]): readonly Item[] {
  const now = performance.now();
  const seen = new Map(Array.from(members.get(device) ?? []).filter(([, at]) => now - at < missedMs));
  const gone = Array.from(seen.keys()).filter((name) => !here.some((item) => item.name === name));
  for (const { name } of here) seen.set(name, now);
  members.keep(device, seen);
  return gone.map((name) => ({ name, state: 'critical', summary: 'gone' }));
}

/** Members of a stack: what each says of itself, those that are gone, and whether the ring is closed. One device alone is no stack. */
export const stack: Check<Settings> = async ({ device, snmp, settings }) => {
  const { members: here, isRingOpen } = await read(device.id, snmp);
  const wanted = settings.stack.members;
  const gone = missing(device.id, here);
  const all = [...here, ...(wanted > 0 ? [] : gone)];
  const there = here.filter(({ isHere }) => isHere).length;
  if (all.length < 2 && wanted < 2) return result.ok('No stack');
  const items = all.map(({ name, state, summary }): Item => ({ name, state, summary }));
  const ring: Item[] = isRingOpen ? [{ name: 'Ring', state: 'warning', summary: 'open: one cable more, and the stack falls apart' }] : [];
  const few: Item[] = there < wanted ? [{ name: 'Members', state: 'critical', summary: `${there} of ${wanted} there` }] : [];
  const ill = [...few, ...items.filter(({ state }) => state !== 'ok'), ...ring];
  const count = there === 1 ? '1 member' : `${there} members`;
  const summary = ill.length === 0 ? count : `${ill.slice(0, 3).map((item) => `${item.name}: ${item.summary}`).join(', ')}; ${count} there`;
  return result.fromItems(summary, [...few, ...items, ...ring], [{ name: 'stack.members', value: there }]);
};
