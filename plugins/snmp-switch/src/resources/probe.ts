import { AuthFailed, Conflict, OutcomeError, Refused, type SettableValue, type SnmpValue, type SnmpWriter } from '@jackfield/sdk';

/** An object that a push would set. */
export interface PushedObject {
  /** Of its MIB, and the instance in people's words, such as `ifAlias of Gi1/0/3`. */
  readonly name: string;
  readonly oid: string;
}

/** Statuses of RFC 3416 by which an agent takes SETs of the object, and not of this value just now. */
const aboutValue: readonly unknown[] = ['WrongType', 'WrongLength', 'WrongEncoding', 'WrongValue', 'BadValue', 'InconsistentValue', 'InconsistentName', 'ResourceUnavailable'];

/** Sets each object to what it has; throws `Refused` by the first that the device does not let be set. One that is not there cannot be asked about. */
export async function probeObjects(snmp: SnmpWriter, objects: readonly PushedObject[]): Promise<void> {
  for (const { name, oid } of objects) {
    const [now] = await snmp.get([oid]);
    const value = settable(now?.value);
    if (value === null) continue;
    try {
      await snmp.set([{ oid, value }]);
    } catch (error) {
      if (!(error instanceof OutcomeError)) throw error;
      const { status } = error.data;
      // What the host does not allow has no status: that is told as it is.
      if (!(error instanceof Refused || error instanceof AuthFailed || error instanceof Conflict) || typeof status !== 'string') throw error;
      if (aboutValue.includes(status)) continue;
      throw new Refused(`the device does not let ${name} be written (${status.charAt(0).toLowerCase()}${status.slice(1)})`, { data: { ...error.data, oid }, cause: error });
    }
  }
}

function settable(value: SnmpValue | undefined): SettableValue | null {
  if (value === undefined) return null;
  const { type } = value;
  if (type === 'OctetString') return { type, value: value.value };
  if (type === 'ObjectIdentifier' || type === 'IpAddress') return { type, value: value.value };
  return type === 'Integer' || type === 'Gauge32' || type === 'TimeTicks' ? { type, value: value.value } : null;
}
