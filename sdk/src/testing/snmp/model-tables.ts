import { bridgedPorts, modelPorts, namesIn } from './model-ports.ts';
import type { SnmpModel } from './snmp-model.ts';
import type { SnmpTableInput } from './snmp-table.ts';

/** The tables of a described device whose rows SET makes and takes away. */
export function modelTables(model: SnmpModel): readonly SnmpTableInput[] {
  return [...staticVlanTable(model), ...model.tables];
}

/** dot1qVlanStaticTable of Q-BRIDGE-MIB (RFC 4363): a new VLAN has no ports. */
function staticVlanTable(model: SnmpModel): readonly SnmpTableInput[] {
  const { vlans, name } = model;
  if (vlans.length === 0) return [];
  const bridged = bridgedPorts(modelPorts(model));
  const list = (names: readonly string[]): Uint8Array => {
    const bits = new Uint8Array(Math.ceil(bridged.length / 8));
    for (const port of names.flatMap(namesIn)) {
      const at = bridged.findIndex((one) => one.name === port);
      if (at < 0) throw new RangeError(`${name} has no port ${port}`);
      const octet = Math.floor(at / 8);
      bits[octet] = (bits[octet] ?? 0) | (0x80 >> (at % 8));
    }
    return bits;
  };
  const ports = { type: 'OctetString', access: 'create', default: list([]) } as const;
  return [{
    entry: '1.3.6.1.2.1.17.7.1.4.3.1', index: ['integer'],
    columns: { 1: { type: 'OctetString', to: 32, access: 'create', default: '' }, 2: ports, 3: ports, 4: ports, 5: { type: 'RowStatus', access: 'create' } },
    rows: vlans.map(({ id, name: called, untagged, tagged, forbidden }) => ({ index: [id], values: { 1: called, 2: list([...untagged, ...tagged]), 3: list(forbidden), 4: list(untagged) } })),
  }];
}
