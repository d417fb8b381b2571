import type { Json, SnmpReader } from '@jackfield/sdk';
import type { z } from 'zod';
import type { LoadProfile } from '../discovery/profile.ts';
import { enterpriseNumber } from '../discovery/vendor.ts';
import type { profile } from '../schemas.ts';
import { columnOf, presentAmong, readCells, related, type Cells } from '../sensors/cells.ts';
import { valueReal, valueText } from '../text.ts';
import type { Usage } from './usage.ts';

const compiled = new WeakMap<readonly Json[], ReadonlyMap<number, readonly LoadProfile[]>>();

function byEnterprise(profiles: readonly Json[]): ReadonlyMap<number, readonly LoadProfile[]> {
  let known = compiled.get(profiles);
  if (known === undefined) {
    const all = (profiles as readonly z.output<typeof profile>[]).flatMap(({ loads = [] }) => loads);
    compiled.set(profiles, (known = Map.groupBy(all, (load) => enterpriseNumber(probeOf(load)) ?? 0)));
  }
  return known;
}

function probeOf(load: LoadProfile): string {
  return 'percent' in load ? load.percent : load.used ?? load.free ?? '';
}

/** The described loads that a device has; of several that mean the same, those that stand first in their profile. */
export async function describedLoads(snmp: SnmpReader, profiles: readonly Json[], enterprises: Iterable<number>): Promise<readonly LoadProfile[]> {
  const candidates = [...enterprises].flatMap((number) => byEnterprise(profiles).get(number) ?? []);
  const present = await presentAmong(snmp, candidates.map(probeOf));
  const seen = new Set<string>();
  return candidates.filter((load) => {
    if (!present.has(probeOf(load)) || (load.instead !== undefined && seen.has(load.instead))) return false;
    if (load.instead !== undefined) seen.add(load.instead);
    return true;
  });
}

function columnsOf(load: LoadProfile): string[] {
  const values = 'percent' in load ? [load.percent] : [load.used, load.free, load.total];
  return [...values, load.name].filter((oid) => oid !== undefined);
}

function usageOf(load: LoadProfile, cells: Cells, index: string): { readonly percent: number; readonly size: number | null } | null {
  const cell = (oid: string | undefined): number | null => (oid === undefined ? null : valueReal(columnOf(cells, oid).get(index)));
  if ('percent' in load) {
    const percent = cell(load.percent);
    return percent === null || percent < 0 || percent * (load.scale ?? 1) > 100 ? null : { percent: percent * (load.scale ?? 1), size: null };
  }
  const [used, free, total] = [cell(load.used), cell(load.free), cell(load.total)];
  const all = total ?? (used === null || free === null ? null : used + free);
  const taken = used ?? (all === null || free === null ? null : all - free);
  return all === null || all <= 0 || taken === null || taken < 0 || taken > all ? null : { percent: (100 * taken) / all, size: all * (load.scale ?? 1) };
}

const words = { cpu: 'CPU', memory: 'Memory', storage: 'Storage' } as const;

/** How much is used of what profiles describe. A module that tells zero of everything is none. */
export async function describedUsage(snmp: SnmpReader, loads: readonly LoadProfile[]): Promise<readonly Usage[]> {
  const cells = await readCells(snmp, loads.flatMap(columnsOf));
  return loads.flatMap((load) => {
    const rows = [...columnOf(cells, probeOf(load)).keys()];
    return rows.flatMap((index): Usage[] => {
      const usage = usageOf(load, cells, index);
      if (usage === null || (usage.percent === 0 && rows.length > 1)) return [];
      const own = load.name === undefined ? null : valueText(related(columnOf(cells, load.name), index));
      const label = own ?? (rows.length === 1 ? '' : index);
      return [{ kind: load.kind, name: label === '' ? words[load.kind] : `${words[load.kind]} ${label}`, ...usage }];
    });
  });
}
