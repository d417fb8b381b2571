import { result, type Check, type Item, type SnmpValue, type State } from '@jackfield/sdk';
import { columnOf, readCells, type Cells } from '../sensors/cells.ts';
import type { Settings } from '../settings.ts';
import { valueInteger } from '../text.ts';
import { portLabels } from './port-labels.ts';
import { Remembered } from './remembered.ts';
import { hasAny, lookAgainMs } from './served.ts';

/** dot3adAggPortTable of IEEE8023-LAG-MIB, columns; index the port's ifIndex, values the aggregator's. */
const member = { selected: '1.2.840.10006.300.43.1.2.1.1.12', attached: '1.2.840.10006.300.43.1.2.1.1.13', state: '1.2.840.10006.300.43.1.2.1.1.21' } as const;
/** LacpState: bits from the top, collecting and distributing the fifth and the sixth. */
const carrying = 0x08 | 0x04;

/** Whether a device has aggregates at all. */
const remembered = new Remembered<boolean>(lookAgainMs);

interface Member {
  readonly port: number;
  readonly isCarrying: boolean;
}

function carries(attached: number | null, state: SnmpValue | undefined): boolean {
  if (attached === null || attached === 0) return false;
  const [bits] = state?.type === 'OctetString' ? state.value : [];
  return bits === undefined || (bits & carrying) === carrying;
}

/** Members by the ifIndex of their aggregator. A port that is its own aggregator stands alone. */
function aggregates(cells: Cells): ReadonlyMap<number, readonly Member[]> {
  const found = new Map<number, Member[]>();
  // An agent without this column has only what LACP chose.
  const knowsAttached = columnOf(cells, member.attached).size > 0;
  for (const [index, raw] of columnOf(cells, member.selected)) {
    const port = Number(index);
    const attached = valueInteger(knowsAttached ? columnOf(cells, member.attached).get(index) : raw);
    const aggregator = valueInteger(raw) || attached || 0;
    if (aggregator === 0 || aggregator === port) continue;
    const members = found.get(aggregator) ?? [];
    members.push({ port, isCarrying: carries(attached, columnOf(cells, member.state).get(index)) });
    found.set(aggregator, members);
  }
  return found;
}

/** Link aggregates: each with how many of its members carry traffic. One that lost a member is a warning, one without any critical. */
export const lags: Check<Settings> = async ({ device, snmp }) => {
  const hasTable = remembered.get(device.id) ?? (await hasAny(remembered, device.id, snmp, [member.selected]));
  if (!hasTable) return result.ok('No link aggregates');
  const labels = await portLabels(device.id, snmp);
  const name = (index: number): string => labels.ofInterface.get(index) ?? `interface ${index}`;
  const items = Array.from(aggregates(await readCells(snmp, Object.values(member)))).map(([aggregator, members]): Item => {
    const out = members.filter(({ isCarrying }) => !isCarrying);
    const state: State = out.length === 0 ? 'ok' : out.length === members.length ? 'critical' : 'warning';
    const missing = out.length === 0 ? '' : `: ${out.slice(0, 4).map(({ port }) => name(port)).join(', ')} out`;
    return {
      name: name(aggregator),
      state,
      summary: `${members.length - out.length} of ${members.length} members carry traffic${missing}`,
      metrics: [{ name: 'lag.members', value: members.length }, { name: 'lag.members.carrying', value: members.length - out.length }],
    };
  });
  const [first] = items.filter(({ state }) => state === 'critical').concat(items.filter(({ state }) => state === 'warning'));
  if (items.length === 0) return result.ok('No link aggregates');
  return result.fromItems(first === undefined ? `${items.length} link aggregates whole` : `${first.name}: ${first.summary}`, items);
};
