import { result, type Check, type Item, type SnmpValue } from '@jackfield/sdk';
import { columnOf, readCells } from '../sensors/cells.ts';
import type { Settings } from '../settings.ts';
import { valueInteger } from '../text.ts';
import { portLabels } from './port-labels.ts';
import { Remembered } from './remembered.ts';
import { hasAny, lookAgainMs } from './served.ts';

/** dot1dStp of BRIDGE-MIB (RFC 4188): scalars, and columns of dot1dStpPortTable, index dot1dStpPort. */
const tree = { changes: '1.3.6.1.2.1.17.2.4.0', root: '1.3.6.1.2.1.17.2.5.0', rootPort: '1.3.6.1.2.1.17.2.7.0' } as const;
const portState = '1.3.6.1.2.1.17.2.15.1.3';

/** dot1dStpPortState. */
const states: { readonly [state: number]: string } = { 1: 'disabled', 2: 'blocking', 3: 'listening', 4: 'learning', 5: 'forwarding', 6: 'broken' };
const disabled = 1;
const blocking = 2;
const broken = 6;

/** Whether a device has the table of ports at all. */
const remembered = new Remembered<boolean>(lookAgainMs);

/** Priority and address of a BridgeId, such as `32768 02:4c:45:01:00:00`. */
function bridge(value: SnmpValue | undefined): string | null {
  if (value?.type !== 'OctetString' || value.value.length !== 8) return null;
  const [high = 0, low = 0, ...mac] = value.value;
  return `${high * 256 + low} ${mac.map((octet) => octet.toString(16).padStart(2, '0')).join(':')}`;
}

/** The spanning tree as this bridge sees it. A blocking port is how a tree is made; a broken one is not. */
export const spanningTree: Check<Settings> = async ({ device, snmp }) => {
  const hasTable = remembered.get(device.id) ?? (await hasAny(remembered, device.id, snmp, [portState]));
  if (!hasTable) return result.ok('No spanning tree');
  const cells = await readCells(snmp, [...Object.values(tree), portState]);
  const rows = Array.from(columnOf(cells, portState)).map(([index, raw]) => ({ port: Number(index), state: valueInteger(raw) ?? disabled })).filter(({ state }) => state !== disabled);
  if (rows.length === 0) return result.ok('No spanning tree');
  const labels = await portLabels(device.id, snmp);
  const name = (port: number): string => labels.ofBridgePort.get(port) ?? `Port ${port}`;
  const items = rows.map(({ port, state }): Item => ({ name: name(port), state: state === broken ? 'critical' : 'ok', summary: states[state] ?? `state ${state}` }));
  const [changes, rootPort] = [tree.changes, tree.rootPort].map((oid) => valueInteger(columnOf(cells, oid).get('0')));
  const root = bridge(columnOf(cells, tree.root).get('0'));
  const held = rows.filter(({ state }) => state === blocking).length;
  const ill = items.filter(({ state }) => state === 'critical').map((item) => `${item.name} broken`);
  const where = rootPort === null || rootPort === undefined ? [] : [rootPort === 0 ? 'this is the root' : `root ${root ?? 'not told'} by ${name(rootPort)}`];
  const metrics = [...(changes === null || changes === undefined ? [] : [{ name: 'stp.changes', value: changes }]), { name: 'stp.ports.blocking', value: held }];
  return result.fromItems([...ill.slice(0, 3), ...where, `${held} of ${rows.length} ports blocking`].join(', '), items, metrics);
};
