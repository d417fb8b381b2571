import type { Schemas } from '../../api/index.ts';

type Device = Pick<Schemas['DeviceDetail'], 'name' | 'site' | 'kind' | 'vendor' | 'model' | 'os' | 'version' | 'serial' | 'addresses' | 'plugins' | 'keys' | 'interfaces' | 'firstSeen' | 'lastSeen'>;

/** One fact of two devices. */
export interface Compared {
  readonly title: string;
  readonly values: readonly [string, string];
  /** `one`: only one of them has it, which speaks neither for nor against. */
  readonly is: 'same' | 'other' | 'one';
}

const facts: readonly (readonly [string, (device: Device) => string])[] = [
  ['Name', ({ name }) => name], ['Site', ({ site }) => site], ['Kind', ({ kind }) => kind], ['Vendor', ({ vendor }) => vendor ?? ''], ['Model', ({ model }) => model ?? ''],
  ['System', ({ os, version }) => [os, version].filter((part) => part !== null).join(' ')], ['Serial', ({ serial }) => serial ?? ''], ['Addresses', ({ addresses }) => addresses.toSorted().join(', ')],
  ['Plugins', ({ plugins }) => plugins.toSorted().join(', ')], ['Ports', ({ interfaces }) => (interfaces.length === 0 ? '' : String(interfaces.length))],
];

const keyNames: { readonly [type: string]: string } = { mac: 'Hardware address', snmpEngineId: 'SNMP engine id', chassisId: 'Chassis', sshHostKey: 'SSH host key' };

/** The facts of two devices side by side, without those that neither has. */
export function compared(one: Device, other: Device): readonly Compared[] {
  const types = [...new Set([...one.keys, ...other.keys].map(({ type }) => type))].filter((type) => !['name', 'address', 'serial'].includes(type));
  const keys = types.map((type) => [keyNames[type] ?? type, ({ keys: all }: Device) => all.filter((key) => key.type === type).map(({ value }) => value).toSorted().join(', ')] as const);
  return [...facts, ...keys].flatMap(([title, of]): readonly Compared[] => {
    const [a, b] = [of(one), of(other)];
    if (a === '' && b === '') return [];
    return [{ title, values: [a, b], is: a === '' || b === '' ? 'one' : a.toLowerCase() === b.toLowerCase() ? 'same' : 'other' }];
  });
}
