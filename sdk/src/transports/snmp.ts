/**
 * A value as the agent sent it, by its SMI type (RFC 2578 and, for exceptions, RFC 3416).
 *
 * @stable
 * @since 0.1.0
 */
export type SnmpValue =
  | { readonly type: 'Integer' | 'Counter32' | 'Gauge32' | 'TimeTicks'; readonly value: number }
  | { readonly type: 'Counter64'; readonly value: bigint }
  | { readonly type: 'OctetString' | 'Opaque'; readonly value: Uint8Array }
  | { readonly type: 'ObjectIdentifier' | 'IpAddress'; readonly value: string }
  | { readonly type: 'Null' | 'NoSuchObject' | 'NoSuchInstance' | 'EndOfMibView'; readonly value: null };

/**
 * An object of the agent and its value.
 *
 * @stable
 * @since 0.1.0
 */
export interface Varbind {
  /** Dotted, without a leading dot. */
  readonly oid: string;
  /** Its value, or an exception type when there is none. */
  readonly value: SnmpValue;
}

/**
 * What may be set; `Counter64` and exceptions cannot.
 *
 * @stable
 * @since 0.1.0
 */
export type SettableValue =
  | { readonly type: 'Integer' | 'Gauge32' | 'TimeTicks'; readonly value: number }
  | { readonly type: 'OctetString'; readonly value: Uint8Array }
  | { readonly type: 'ObjectIdentifier' | 'IpAddress'; readonly value: string };

/**
 * An object of the agent and the value it shall have.
 *
 * @stable
 * @since 0.1.0
 */
export interface SettableVarbind {
  /** Dotted, without a leading dot; in a subtree of the manifest's `snmp.write`. */
  readonly oid: string;
  /** In the type that the MIB asks for: agents refuse another one. */
  readonly value: SettableValue;
}

/**
 * How long an operation may take, and in which context.
 *
 * @stable
 * @since 0.1.0
 */
export interface SnmpReadOptions {
  /** Milliseconds for the whole operation; never more than the call has left. */
  readonly timeoutMs?: number;
  /** SNMPv3 context, or the part after `@` of a v1/v2c community. */
  readonly context?: string;
}

/**
 * The same, with a bound for what may come, and what an agent with quirks needs.
 *
 * @stable
 * @since 0.1.0
 */
export interface SnmpWalkOptions extends SnmpReadOptions {
  /** Stop with `Unsupported` after so many rows. Default 50,000. */
  readonly maxRows?: number;
  /** The agent may go back, which else ends the walk with `Unsupported`; a name that comes again ends its column. Default: as `transports.snmp.anyOrder` says. */
  readonly anyOrder?: boolean;
  /** Rows asked for at once, at most; 1 asks by GETNEXT, for agents that cannot do GETBULK. Default: as many as the agent copes with. */
  readonly maxRepetitions?: number;
}

/**
 * Rows of a conceptual table: one entry an index, cells by the column names asked for.
 *
 * @stable
 * @since 0.1.0
 */
export interface SnmpRow<Column extends string> {
  /** What follows the column's OID, such as `10101`. */
  readonly index: string;
  /** Values by column; one that the row lacks is absent. */
  readonly cells: { readonly [C in Column]?: SnmpValue };
}

/**
 * What a device said by itself over SNMP: a trap or an inform of v1, v2c or v3, from its address and with its credentials.
 *
 * @stable
 * @since 0.1.0
 */
export interface SnmpTrap {
  /** Its name, `snmpTrapOID`, such as 1.3.6.1.6.3.1.1.5.3 for linkDown; that of a v1 trap is made by RFC 3584. */
  readonly oid: string;
  /** An inform is acknowledged by the host, before it comes here. */
  readonly kind: 'trap' | 'inform';
  /** Of SNMP. */
  readonly version: '1' | '2c' | '3';
  /** When the host had it, ISO 8601. */
  readonly at: string;
  /** The device's `sysUpTime` in hundredths of a second; null when it did not say. */
  readonly uptime: number | null;
  /** The objects that came with it, `sysUpTime` and `snmpTrapOID` left out. */
  readonly varbinds: readonly Varbind[];
}

/**
 * Reads from the device's agent. Version, credentials, retries and bulk size are the host's business. An agent that does not
 * answer is `Unreachable`, SNMPv3 credentials that it refuses are `AuthFailed`, a manifest without `snmp.read` is `Refused`.
 *
 * @stable
 * @since 0.1.0
 */
export interface SnmpReader {
  /** Values in the order asked; what is missing comes as `NoSuchObject` or `NoSuchInstance`. */
  get(oids: readonly string[], options?: SnmpReadOptions): Promise<readonly Varbind[]>;
  /** The successor of each OID, in the order asked; `EndOfMibView` after the last. */
  getNext(oids: readonly string[], options?: SnmpReadOptions): Promise<readonly Varbind[]>;
  /** One GETBULK (repeated GETNEXT on v1, one GETNEXT for one): for each OID up to `maxRepetitions` successors. */
  getBulk(oids: readonly string[], maxRepetitions: number, options?: SnmpReadOptions): Promise<readonly Varbind[]>;
  /** All under `root`, in order. Ends at non-increasing OIDs with `Unsupported`, unless `anyOrder`. */
  walk(root: string, options?: SnmpWalkOptions): Promise<readonly Varbind[]>;
  /** Several columns at once; columns that the agent lacks are simply absent. */
  table<Column extends string>(
    columns: { readonly [C in Column]: string },
    options?: SnmpWalkOptions,
  ): Promise<readonly SnmpRow<Column>[]>;
}

/**
 * The device's agent, for watchers. A watcher that lives of traps says `"requires": ["snmp.traps"]`: it is not started where
 * the host receives none.
 *
 * @stable
 * @since 0.1.0
 */
export interface SnmpListener extends SnmpReader {
  /**
   * Traps and informs of the device, until the signal aborts, those of the last ten minutes first that came while nobody
   * listened. More than the host lets
   * through are dropped, and a datagram may be lost: a hint, never a truth.
   */
  traps(signal: AbortSignal): AsyncIterable<SnmpTrap>;
}

/**
 * The device's agent, in writing phases.
 *
 * @stable
 * @since 0.1.0
 */
export interface SnmpWriter extends SnmpReader {
  /** One SET PDU: all or nothing, as RFC 3416 asks of the agent. */
  set(varbinds: readonly SettableVarbind[], options?: SnmpReadOptions): Promise<void>;
}

/**
 * The octets as text: UTF-8 where valid, else Latin-1; NULs at the end dropped. Null for anything but octets.
 *
 * @stable
 * @since 0.1.0
 */
export function snmpText(value: SnmpValue | undefined): string | null {
  if (value === undefined || (value.type !== 'OctetString' && value.type !== 'Opaque')) return null;
  const bytes = Buffer.from(value.value.buffer, value.value.byteOffset, value.value.byteLength);
  const utf8 = bytes.toString('utf8');
  return (utf8.includes('\uFFFD') ? bytes.toString('latin1') : utf8).replace(/\0+$/, '');
}

/**
 * The number of any numeric type (Counter64 loses precision above 2^53: use the value itself for deltas).
 *
 * @stable
 * @since 0.1.0
 */
export function snmpNumber(value: SnmpValue | undefined): number | null {
  if (value === undefined) return null;
  switch (value.type) {
    case 'Integer':
    case 'Counter32':
    case 'Gauge32':
    case 'TimeTicks':
      return value.value;
    case 'Counter64':
      return Number(value.value);
    default:
      return null;
  }
}

/**
 * An OID or IP address value as text; null for other types.
 *
 * @stable
 * @since 0.1.0
 */
export function snmpDotted(value: SnmpValue | undefined): string | null {
  return value !== undefined && (value.type === 'ObjectIdentifier' || value.type === 'IpAddress') ? value.value : null;
}
