import type { WireTrap, WireVarbind } from '@jackfield/sdk/runtime';
import { z } from 'zod';
import type { Row, Statement } from '../store/index.ts';
import type { ArrivedTrap } from '../transports/index.ts';
import type { KeptTraps } from './trap-service.ts';

/** What came while no watcher listened is worth a look for so long; checks have run since then. */
export const missedWithin = 600_000;
/** Of one device. */
const mostMissed = 100;
const mostKept = 1_000;

const types: readonly string[] = ['Integer', 'Counter32', 'Gauge32', 'TimeTicks', 'Counter64', 'OctetString', 'Opaque', 'ObjectIdentifier', 'IpAddress', 'Null', 'NoSuchObject', 'NoSuchInstance', 'EndOfMibView'];
const isType = (type: string): type is WireVarbind[1] => types.includes(type);
const varbind = z.tuple([z.string(), z.string().refine(isType), z.union([z.string(), z.number(), z.null()])]);
const trapSchema = z.strictObject({
  oid: z.string(), kind: z.enum(['trap', 'inform']), version: z.enum(['1', '2c', '3']), at: z.string(), uptime: z.number().nullable(), varbinds: z.array(varbind),
});

export function keepStatement({ device, address, trap }: ArrivedTrap, taken: boolean): Statement {
  return { sql: 'INSERT INTO trap (at, device, address, data, taken) VALUES (?, ?, ?, ?, ?)', values: [Date.parse(trap.at), device, address, JSON.stringify(trap), taken ? 1 : 0] };
}

export function missedStatement(device: string, now: number): Statement {
  return { sql: `SELECT id, data FROM trap WHERE device = ? AND at > ? AND taken = 0 ORDER BY id DESC LIMIT ${mostMissed}`, values: [device, now - missedWithin] };
}

export function takenStatement(device: string): Statement {
  return { sql: 'UPDATE trap SET taken = 1 WHERE device = ? AND taken = 0', values: [device] };
}

/** Oldest first. */
export function readTraps(rows: readonly Row[]): WireTrap[] {
  return rows.toReversed().flatMap(({ data }) => {
    const parsed = trapSchema.safeParse(JSON.parse(String(data)));
    return parsed.success ? [parsed.data] : [];
  });
}

/** How many there are of each device, with its last. */
export const keptStatement: Statement = {
  sql: 'SELECT device, address, data, kept FROM trap JOIN (SELECT max(id) AS last, count(*) AS kept FROM trap GROUP BY device) ON id = last ORDER BY device',
};

export function readKept(rows: readonly Row[]): KeptTraps[] {
  return rows.flatMap(({ device, address, data, kept }) => readTraps([{ data: data ?? null }]).map(({ at, oid, kind, version }) => (
    { device: String(device), kept: Number(kept), last: { at, address: String(address), oid, kind, version } }
  )));
}

/** The last of each device stay, as long as other results do. */
export function tidyStatements(now: number, days: number): Statement[] {
  return [
    { sql: 'DELETE FROM trap WHERE at < ?', values: [now - days * 86_400_000] },
    {
      sql: `DELETE FROM trap WHERE id IN (
              SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY device ORDER BY id DESC) AS place FROM trap) WHERE place > ?)`,
      values: [mostKept],
    },
  ];
}
