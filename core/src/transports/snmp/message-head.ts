const tags = { integer: 0x02, octets: 0x04, sequence: 0x30, report: 0xa8 } as const;
/** Octets of a number that a double holds exactly. */
const mostNumberOctets = 6;

/** What stands in the clear before what a message says. */
export interface MessageHead {
  /** 0 is SNMPv1, 1 SNMPv2c, 3 SNMPv3. */
  readonly version: number;
  /** By which an answer is known for its request: msgID of SNMPv3 (RFC 3412), request-id before (RFC 3416). */
  readonly number: number;
  /** Of SNMPv3. */
  readonly security: MessageSecurity | null;
}

export interface MessageSecurity {
  readonly isSigned: boolean;
  readonly isEncrypted: boolean;
  /** Name of the engine, in hex. */
  readonly engine: string;
  readonly boots: number;
  readonly time: number;
  /** Says what is wrong with the request (RFC 3414); one that is encrypted is not seen to be one. */
  readonly isReport: boolean;
}

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

/** The BER element at a place (X.690, 8.1); null where there is none that ends within `end`. */
function elementAt(message: Buffer, at: number, end: number): Element | null {
  const [tag, first] = [message[at], message[at + 1]];
  if (tag === undefined || first === undefined) return null;
  const more = first < 0x80 ? 0 : first & 0x7f;
  let length = more === 0 ? first : 0;
  for (let octet = 0; octet < more; octet += 1) length = length * 256 + (message[at + 2 + octet] ?? 0);
  const from = at + 2 + more;
  return first === 0x80 || from + length > end ? null : { tag, from, to: from + length };
}

function numberAt(message: Buffer, at: number, end: number): (Element & { readonly value: number }) | null {
  const element = elementAt(message, at, end);
  if (element?.tag !== tags.integer) return null;
  const octets = element.to - element.from;
  return octets < 1 || octets > mostNumberOctets ? null : { ...element, value: message.readIntBE(element.from, octets) };
}

/** Null for what is no SNMP: cut short, or of another form. */
export function messageHead(message: Buffer): MessageHead | null {
  const whole = elementAt(message, 0, message.length);
  const version = whole?.tag === tags.sequence ? numberAt(message, whole.from, whole.to) : null;
  if (whole === null || version === null) return null;
  const next = elementAt(message, version.to, whole.to);
  if (version.value === 3) return next?.tag === tags.sequence ? version3(message, whole, next) : null;
  const pdu = next?.tag === tags.octets ? elementAt(message, next.to, whole.to) : null;
  const number = pdu === null ? null : numberAt(message, pdu.from, pdu.to);
  return number === null ? null : { version: version.value, number: number.value, security: null };
}

function version3(message: Buffer, whole: Element, header: Element): MessageHead | null {
  const number = numberAt(message, header.from, header.to);
  const most = number === null ? null : numberAt(message, number.to, header.to);
  const flags = most === null ? null : elementAt(message, most.to, header.to);
  const parameters = elementAt(message, header.to, whole.to);
  const security = parameters?.tag === tags.octets ? elementAt(message, parameters.from, parameters.to) : null;
  if (number === null || flags?.tag !== tags.octets || flags.to === flags.from || parameters === null || security === null) return null;
  const engine = elementAt(message, security.from, security.to);
  const boots = engine?.tag === tags.octets ? numberAt(message, engine.to, security.to) : null;
  const time = boots === null ? null : numberAt(message, boots.to, security.to);
  if (engine === null || boots === null || time === null) return null;
  const bits = message[flags.from] ?? 0;
  return {
    version: 3,
    number: number.value,
    security: {
      isSigned: (bits & 1) !== 0, isEncrypted: (bits & 2) !== 0, engine: message.toString('hex', engine.from, engine.to), boots: boots.value, time: time.value,
      isReport: isReport(message, parameters.to, whole.to),
    },
  };
}

/** The scoped PDU: context engine, context name, PDU. */
function isReport(message: Buffer, at: number, end: number): boolean {
  const scoped = elementAt(message, at, end);
  const engine = scoped?.tag === tags.sequence ? elementAt(message, scoped.from, scoped.to) : null;
  const name = engine === null || scoped === null ? null : elementAt(message, engine.to, scoped.to);
  return name !== null && message[name.to] === tags.report;
}
