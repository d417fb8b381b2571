import { AuthFailed, Conflict, NotReady, OutcomeError, Refused, snmpNumber, type SettableVarbind, type SnmpReader, type WritingContext } from '@jackfield/sdk';
import { setTimeout as delay } from 'node:timers/promises';
import { matchProfiles, type CompiledSystem, type SaveProfile, type SystemGroup } from '../discovery/profile.ts';

type Saving = Pick<WritingContext, 'snmp' | 'signal' | 'remaining' | 'log'>;

/** How often a device is asked whether it has saved. */
const lookAgainMs = 500;
/** What is left of the call when a device is given up that has not. */
const graceMs = 3_000;
const mostRows = 65_535;

/** How an agent is told to save; empty where no profile says. */
export function waysToSave(systems: readonly CompiledSystem[], group: SystemGroup): readonly SaveProfile[] {
  return matchProfiles(systems, group).find(({ save }) => save.length > 0)?.save ?? [];
}

/** Saves by the first way that the agent takes; throws what it says to the last. */
export async function saveBy(ways: readonly SaveProfile[], context: Saving): Promise<void> {
  for (const [at, way] of ways.entries()) {
    const row = String(1 + Math.floor(Math.random() * mostRows));
    try {
      await context.snmp.set(varbinds(way.set, row));
    } catch (error) {
      const isRefused = error instanceof Refused || error instanceof AuthFailed || error instanceof Conflict;
      if (isRefused && at < ways.length - 1) continue;
      throw error;
    }
    try {
      await saved(way, row, context);
    } finally {
      await remove(way, row, context);
    }
    return;
  }
}

function varbinds(values: { readonly [cell: string]: number }, row: string): SettableVarbind[] {
  return Object.entries(values).map(([cell, value]) => ({ oid: cell.replace('{row}', row), value: { type: 'Integer', value } }));
}

/** Resolves once the device says so. */
async function saved({ until }: SaveProfile, row: string, { snmp, signal, remaining }: Saving): Promise<void> {
  if (until === undefined) return;
  for (let told = await tellsOf(until, row, snmp); told === null || !until.is.includes(told); told = await tellsOf(until, row, snmp)) {
    if (told !== null && !until.while.includes(told)) throw new Refused(`the device could not save (${'get' in until ? until.get.replace('{row}', row) : until.column} is ${told})`);
    if (remaining() < graceMs) throw new NotReady('the device has not said in time that it has saved', { hint: 'It may have all the same: look there.' });
    await delay(lookAgainMs, undefined, { signal });
  }
}

async function tellsOf(until: NonNullable<SaveProfile['until']>, row: string, snmp: SnmpReader): Promise<number | null> {
  if ('get' in until) return snmpNumber((await snmp.get([until.get.replace('{row}', row)]))[0]?.value);
  const rows = await snmp.table({ state: until.column, row: until.row });
  return snmpNumber(rows.find(({ cells }) => snmpNumber(cells.row) === Number(row))?.cells.state);
}

/** A row that stays is forgotten by the device itself in a while. */
async function remove({ remove: values }: SaveProfile, row: string, { snmp, log }: Saving): Promise<void> {
  if (values === undefined) return;
  await snmp.set(varbinds(values, row)).catch((error: unknown) => {
    if (!(error instanceof OutcomeError)) throw error;
    log.debug(`the row of the save stays: ${error.message}`);
  });
}
