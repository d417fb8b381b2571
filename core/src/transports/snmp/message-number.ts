const tags = { integer: 0x02, octets: 0x04, sequence: 0x30 } as const;

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

/** The BER element at a place (X.690, 8.1); null where there is none. */
function elementAt(message: Uint8Array, at: number): Element | null {
  const [tag, first] = [message[at], message[at + 1]];
  if (tag === undefined || first === undefined) return null;
  const more = first < 0x80 ? 0 : first & 0x7f;
  let length = more === 0 ? first : 0;
  for (let octet = 0; octet < more; octet += 1) length = length * 256 + (message[at + 2 + octet] ?? 0);
  const from = at + 2 + more;
  return from + length > message.length ? null : { tag, from, to: from + length };
}

/** The number by which an answer is known for its request: msgID of SNMPv3 (RFC 3412), request-id before (RFC 3416). Null for what is no SNMP. */
export function messageNumber(message: Uint8Array): string | null {
  const whole = elementAt(message, 0);
  const version = whole?.tag === tags.sequence ? elementAt(message, whole.from) : null;
  if (version?.tag !== tags.integer) return null;
  const next = elementAt(message, version.to);
  // A header whose first part is the number; or a community, and then the PDU.
  const holder = next?.tag === tags.octets ? elementAt(message, next.to) : next;
  const number = holder === null ? null : elementAt(message, holder.from);
  return number?.tag === tags.integer ? Buffer.from(message.subarray(number.from, number.to)).toString('hex') : null;
}
