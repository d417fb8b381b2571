import type { WireTrap, WireVarbind } from '@jackfield/sdk/runtime';
import { z } from 'zod';
import type { Row, Statement } from '../store/index.ts';
import type { ArrivedTrap } from '../transports/index.ts';
import type { KeptTraps, RecentTrap } from './trap-service.ts';

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

const within = (devices: readonly string[] | undefined): { readonly sql: string; readonly values: readonly string[] } =>
  (devices === undefined ? { sql: '', values: [] } : { sql: 'AND device IN (SELECT value FROM json_each(?))', values: [JSON.stringify(devices)] });

/** The newest first. */
export function recentStatement(devices: readonly string[] | undefined, limit: number): Statement {
  const { sql, values } = within(devices);
  return { sql: `SELECT device, address, data FROM trap WHERE true ${sql} ORDER BY id DESC LIMIT ?`, values: [...values, limit] };
}

export function heardStatement({ device, plugin, name, summary, hints }: { readonly device: string; readonly plugin: string; readonly name: string; readonly summary: string; readonly hints: readonly string[] }, at: number): Statement {
  return { sql: 'INSERT INTO trap_heard (at, device, plugin, name, summary, hints) VALUES (?, ?, ?, ?, ?, ?)', values: [at, device, plugin, name, summary, JSON.stringify(hints)] };
}

export function heardSinceStatement(devices: readonly string[] | undefined, since: number): Statement {
  const { sql, values } = within(devices);
  return { sql: `SELECT at, device, plugin, name, summary, hints FROM trap_heard WHERE at >= ? ${sql} ORDER BY id`, values: [since, ...values] };
}

/** What a watcher tells so long after a trap of its device counts as made of that. */
export const heardWithinMs = 5_000;

const hintsSchema = z.array(z.string());

/** Each trap with what was told after it, and before the one behind it. Both as the statements give them. */
export function readRecent(rows: readonly Row[], heardRows: readonly Row[]): RecentTrap[] {
  const left = heardRows.map(({ at, device, plugin, name, summary, hints }) => ({ at: Number(at), device: String(device), plugin: String(plugin), name: String(name), summary: String(summary), hints: hintsSchema.parse(JSON.parse(String(hints))) }));
  return rows.flatMap(({ device, address, data }) => readTraps([{ data: data ?? null }]).map(({ at, oid, kind, version, varbinds }) => {
    const came = Date.parse(at);
    const mine = left.filter((one) => one.device === String(device) && one.at >= came && one.at - came <= heardWithinMs);
    // From the newest trap on: what is told belongs to the last one before it.
    for (const one of mine) left.splice(left.indexOf(one), 1);
    return {
      device: String(device), at, address: String(address), oid, kind, version, varbinds: varbinds.map(([of, type, value]) => ({ oid: of, type, value })),
      heard: mine.map(({ at: told, plugin, name, summary, hints }) => ({ at: new Date(told).toISOString(), plugin, name, summary, hints })),
    };
  }));
}

/** The last of each device stay, as long as other results do. */
export function tidyStatements(now: number, days: number): Statement[] {
  return [
    { sql: 'DELETE FROM trap WHERE at < ?', values: [now - days * 86_400_000] },
    { sql: 'DELETE FROM trap_heard WHERE at < ?', values: [now - days * 86_400_000] },
    { sql: `DELETE FROM trap_heard WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY device ORDER BY id DESC) AS place FROM trap_heard) WHERE place > ?)`, values: [mostKept] },
    {
      sql: `DELETE FROM trap WHERE id IN (
              SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY device ORDER BY id DESC) AS place FROM trap) WHERE place > ?)`,
      values: [mostKept],
    },
  ];
}
