import type { SnmpReader } from '@jackfield/sdk';
import { Remembered } from '../checks/remembered.ts';
import { system } from '../mib.ts';
import { valueInteger } from '../text.ts';

/** What is spared is read again after a day, whatever the device says of its changes. */
const staleMs = 86_400_000;

/** When a table changed last and how long the agent runs, both in hundredths of a second; null where it does not tell. */
export interface LastChange {
  readonly changed: number | null;
  readonly upTime: number | null;
}

interface Known<Value> extends LastChange {
  readonly value: Value;
}

/** What a table told, for as long as the device says that the table is the same. */
export class Spared<Value> {
  readonly #known = new Remembered<Known<Value>>(staleMs);

  async read(device: string, now: LastChange, walk: () => Promise<Value>): Promise<Value> {
    const known = this.#known.get(device);
    if (known !== null && isUnchanged(known, now)) return known.value;
    const value = await walk();
    this.#known.keep(device, { ...now, value });
    return value;
  }
}

/** A zero says "never since the start", and is what agents say that keep no time: it proves nothing. Nor does an agent that started anew. */
export function isUnchanged(before: LastChange, now: LastChange): boolean {
  const isTold = now.changed !== null && now.changed > 0 && now.upTime !== null && before.upTime !== null;
  return isTold && before.changed === now.changed && now.upTime >= before.upTime;
}

/** One GET of the object that says when a table changed, and of sysUpTime. */
export async function readLastChange(snmp: SnmpReader, object: string): Promise<LastChange> {
  const [changed, upTime] = await snmp.get([object, system.upTime]);
  return { changed: valueInteger(changed?.value), upTime: valueInteger(upTime?.value) };
}
