import type { Operation } from '../../core/src/transports/index.ts';

const system = '1.3.6.1.2.1.1';
const interfaces = '1.3.6.1.2.1.2.2.1';

/** All that is asked of an agent. */
export const operations: readonly Operation[] = [
  { op: 'snmp.get', oids: [`${system}.1.0`, `${system}.2.0`, `${system}.3.0`] },
  { op: 'snmp.getNext', oids: [system, interfaces] },
  { op: 'snmp.getBulk', oids: [system, interfaces], maxRepetitions: 10 },
  { op: 'snmp.walk', root: system, maxRows: 1_000 },
  { op: 'snmp.walk', root: '1.3.6.1.2.1.17', maxRows: 1_000 },
  { op: 'snmp.table', columns: { name: '1.3.6.1.2.1.31.1.1.1.1', descr: `${interfaces}.2`, status: `${interfaces}.8`, octets: '1.3.6.1.2.1.31.1.1.1.6' }, maxRows: 1_000 },
  { op: 'snmp.set', varbinds: [[`${system}.5.0`, 'OctetString', 'named']] },
];
