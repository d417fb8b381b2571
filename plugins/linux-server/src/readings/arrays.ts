import type { Item, State } from '@jackfield/sdk';
import { linesOf, type Gathering } from '../gathering.ts';

/** /proc/mdstat: `md0 : active raid1 sda1[0] sdb1[1](F)`, then `… [2/1] [U_]`, then what is being done. */
function mdItems(lines: readonly string[]): readonly Item[] {
  return lines.join('\n').split(/\n(?=md\S* : )|\n\s*\n/).flatMap((block): Item[] => {
    const [, name, activity, level = ''] = /^(md\S*) : (active|inactive)\s*(?:\([^)]*\)\s*)?(\S*)/m.exec(block) ?? [];
    if (name === undefined) return [];
    if (activity === 'inactive') return [{ name, state: 'critical', summary: 'is not running' }];
    const [, meant, there] = /\[(\d+)\/(\d+)\]/.exec(block) ?? [];
    const failed = [...block.matchAll(/(\S+)\[\d+\]\(F\)/g)].map(([, disk]) => disk);
    const [, doing, done] = /(resync|recovery|reshape|check|repair)\s*=\s*([\d.]+)%/.exec(block) ?? [];
    const lacks = meant !== undefined && there !== undefined && Number(there) < Number(meant);
    const state: State = lacks ? 'critical' : failed.length > 0 ? 'warning' : 'ok';
    const words = [lacks ? `${level} with ${there} of ${meant} disks` : `${level} whole`, ...(failed.length > 0 ? [`failed: ${failed.join(', ')}`] : []), ...(doing === undefined ? [] : [`${doing} at ${done} %`])];
    return [{ name, state, summary: words.join(', ') }];
  });
}

const poolStates: { readonly [health: string]: State } = { ONLINE: 'ok', DEGRADED: 'critical', FAULTED: 'critical', OFFLINE: 'critical', UNAVAIL: 'critical', REMOVED: 'critical', SUSPENDED: 'critical' };

function poolItems(lines: readonly string[]): readonly Item[] {
  return lines.flatMap((line): Item[] => {
    const [name = '', health = '', capacity = ''] = line.split('\t');
    if (name === '' || health === '') return [];
    return [{ name: `pool ${name}`, state: Object.hasOwn(poolStates, health) ? (poolStates[health] ?? 'unknown') : 'unknown', summary: `${health.toLowerCase()}, ${capacity} used` }];
  });
}

const fullWarning = 80;
const fullCritical = 95;

/** lvm(8): the ninth letter of the attributes and `lv_health_status` tell what is broken; thin pools fill up. */
function volumeItems(lines: readonly string[]): readonly Item[] {
  return lines.flatMap((line): Item[] => {
    const [name = '', attributes = '', data = '', metadata = '', health = ''] = line.split('|').map((cell) => cell.trim());
    if (name === '') return [];
    const isPool = attributes.startsWith('t');
    const fullest = Math.max(Number.parseFloat(data) || 0, Number.parseFloat(metadata) || 0);
    if (health !== '') return [{ name: `volume ${name}`, state: 'critical', summary: health }];
    if (!isPool) return [{ name: `volume ${name}`, state: 'ok', summary: 'whole' }];
    return [{ name: `volume ${name}`, state: fullest >= fullCritical ? 'critical' : fullest >= fullWarning ? 'warning' : 'ok', summary: `thin pool ${Math.round(fullest)} % used` }];
  });
}

function groupItems(lines: readonly string[]): readonly Item[] {
  return lines.flatMap((line): Item[] => {
    const [name = '', missing = ''] = line.split('|').map((cell) => cell.trim());
    const count = Number.parseInt(missing, 10);
    return name !== '' && count > 0 ? [{ name: `group ${name}`, state: 'critical', summary: `${count} of its disks missing` }] : [];
  });
}

function sectionItems(gathering: Gathering, section: string, read: (lines: readonly string[]) => readonly Item[]): readonly Item[] {
  const status = gathering.sections.get(section)?.status;
  if (status === undefined) return [];
  const lines = linesOf(gathering, section);
  if (lines !== null) return read(lines);
  return [{ name: section, state: 'unknown', summary: status === 77 ? 'root alone may read it: allow it by sudo without a password' : `could not be read, status ${status}` }];
}

/** Every array, pool and volume, and what could not be read. */
export function readArrays(gathering: Gathering): readonly Item[] {
  const items = [
    ...sectionItems(gathering, 'mdstat', mdItems), ...sectionItems(gathering, 'zpool', poolItems),
    ...sectionItems(gathering, 'lvs', volumeItems), ...sectionItems(gathering, 'vgs', groupItems),
  ];
  return [...new Map(items.map((item) => [item.name, item])).values()];
}
