/** What every agent may send (RFC 3418); the others are told by their number. */
const traps: { readonly [oid: string]: string } = {
  '1.3.6.1.6.3.1.1.5.1': 'cold start', '1.3.6.1.6.3.1.1.5.2': 'warm start', '1.3.6.1.6.3.1.1.5.3': 'link down', '1.3.6.1.6.3.1.1.5.4': 'link up', '1.3.6.1.6.3.1.1.5.5': 'authentication failure', '1.3.6.1.6.3.1.1.5.6': 'EGP neighbour lost',
};

export const trapName = (oid: string): string => traps[oid] ?? oid;

/** Columns of the interface tables, which come with links that go up and down. */
const columns: readonly (readonly [prefix: string, name: string])[] = [
  ['1.3.6.1.2.1.2.2.1.1.', 'port index'], ['1.3.6.1.2.1.2.2.1.2.', 'port'], ['1.3.6.1.2.1.2.2.1.7.', 'set'], ['1.3.6.1.2.1.2.2.1.8.', 'is'], ['1.3.6.1.2.1.31.1.1.1.1.', 'port'], ['1.3.6.1.2.1.31.1.1.1.18.', 'alias'],
];
const statuses = ['', 'up', 'down', 'testing', 'unknown', 'dormant', 'not present', 'lower layer down'];

interface Varbind {
  readonly oid: string;
  readonly type: string;
  readonly value: string | number | null;
}

const isText = (value: string): boolean => /^[\x20-\x7e\n\r\t]*$/.test(value);
const asHex = (value: string): string => [...value].map((letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(2, '0')).join(' ');

/** Bytes come as one letter each. */
const valueText = ({ type, value }: Varbind): string => (value === null ? type : typeof value === 'string' && (type === 'OctetString' || type === 'Opaque') && !isText(value) ? asHex(value) : String(value));

/** One variable of a trap, such as `port Gi1/0/3`. */
export function varbindText(varbind: Varbind): string {
  const { oid, value } = varbind;
  const [, name] = columns.find(([prefix]) => oid.startsWith(prefix)) ?? [];
  const status = name === 'set' || name === 'is' ? statuses[Number(value)] : undefined;
  return `${name ?? oid} ${status ?? valueText(varbind)}`;
}
