import { snmpDotted, type SnmpReader } from '@jackfield/sdk';
import { columnOf, readCells, type Cells } from '../sensors/cells.ts';
import { valueInteger, valueText } from '../text.ts';
import type { Usage } from './usage.ts';

/** HOST-RESOURCES-MIB (RFC 2790): hrProcessorLoad, and the columns of hrStorageTable. */
export const processorLoad = '1.3.6.1.2.1.25.3.3.1.2';
const storage = {
  type: '1.3.6.1.2.1.25.2.3.1.2', name: '1.3.6.1.2.1.25.2.3.1.3', unit: '1.3.6.1.2.1.25.2.3.1.4', size: '1.3.6.1.2.1.25.2.3.1.5', used: '1.3.6.1.2.1.25.2.3.1.6',
} as const;
export const storageColumns = Object.values(storage);
/** UCD-SNMP-MIB, kilobytes: what Linux uses for buffers and the page cache is free when somebody wants it. */
const memory = { total: '1.3.6.1.4.1.2021.4.5.0', free: '1.3.6.1.4.1.2021.4.6.0', buffered: '1.3.6.1.4.1.2021.4.14.0', cached: '1.3.6.1.4.1.2021.4.15.0' } as const;

const storageTypes: { readonly [type: string]: 'memory' | 'storage' } = {
  '1.3.6.1.2.1.25.2.1.2': 'memory', '1.3.6.1.2.1.25.2.1.4': 'storage', '1.3.6.1.2.1.25.2.1.9': 'storage', '1.3.6.1.2.1.25.2.1.10': 'storage',
};
/** Not storage of anything, or full by nature: pseudo file systems, images, and what net-snmp calls the kinds of memory. */
const passedOver = /^\/(?:proc|sys|dev|run|snap|var\/lib\/docker|var\/snap|boot\/efi)(?:\/|$)|^(?:shared memory|available memory|virtual memory|swap space|tmpfs|devfs|procfs)|\.(?:iso|squashfs|img)$|^[a-z]:\\ label: *$|squashfs|\/rom$/iu;

/** Images, and what printers call their memory, are full to the last block and small. */
const largestImage = 8 * 2 ** 30;
/** Parts of what Linux calls used that are free when somebody wants it: hrStorageTable of net-snmp has rows for them. */
const reclaimable = /^(?:memory buffers|cached memory)$/iu;

const twoTo32 = 2 ** 32;

/** Agents send sizes above 2^31 as negative numbers. */
function unsigned(value: number | null): number | null {
  return value === null || value >= 0 ? value : value + twoTo32;
}

function processors(cells: Cells): Usage[] {
  const loads = Array.from(columnOf(cells, processorLoad).values(), valueInteger).filter((load) => load !== null && load >= 0 && load <= 100);
  if (loads.length === 0) return [];
  const sum = loads.reduce((total: number, load) => total + (load ?? 0), 0);
  return [{ kind: 'cpu', name: loads.length === 1 ? 'CPU' : `CPU, mean of ${loads.length}`, percent: sum / loads.length, size: null }];
}

function realMemory(cells: Cells): Usage[] {
  const [total, free, buffered, cached] = Object.values(memory).map((oid) => valueInteger(columnOf(cells, oid).get('0')));
  if (total === null || total === undefined || total <= 0 || free === null || free === undefined) return [];
  const used = total - free - (buffered ?? 0) - (cached ?? 0);
  return [{ kind: 'memory', name: 'Memory', percent: (100 * Math.max(0, used)) / total, size: total * 1024 }];
}

interface Row {
  readonly kind: 'memory' | 'storage' | undefined;
  readonly name: string;
  readonly size: number;
  readonly used: number;
}

/** hrStorageTable in bytes. */
function storageRows(cells: Cells): Row[] {
  return Array.from(columnOf(cells, storage.size)).flatMap(([index, raw]): Row[] => {
    const [size, used] = [unsigned(valueInteger(raw)), unsigned(valueInteger(columnOf(cells, storage.used).get(index)))];
    const unit = unsigned(valueInteger(columnOf(cells, storage.unit).get(index))) ?? 1;
    const name = valueText(columnOf(cells, storage.name).get(index));
    if (name === null || size === null || size === 0 || used === null || used > size) return [];
    return [{ kind: storageTypes[snmpDotted(columnOf(cells, storage.type).get(index)) ?? ''], name, size: size * unit, used: used * unit }];
  });
}

function storages(cells: Cells, hasRealMemory: boolean): Usage[] {
  const rows = storageRows(cells);
  const cache = rows.filter(({ name }) => reclaimable.test(name)).reduce((sum, { used }) => sum + used, 0);
  return rows.flatMap(({ kind, name, size, used }): Usage[] => {
    if (kind === undefined || passedOver.test(name) || (used === size && size < largestImage)) return [];
    if (kind === 'storage') return [{ kind, name, percent: (100 * used) / size, size }];
    return hasRealMemory ? [] : [{ kind, name, percent: (100 * Math.max(0, used - cache)) / size, size }];
  });
}

export interface HostParts {
  readonly processors: boolean;
  readonly storage: boolean;
  readonly memory: boolean;
}

/** What probes for each part. */
export const hostProbes = { processors: processorLoad, storage: storage.size, memory: memory.total } as const;

/** What a host-like device says of its processors, memory and file systems. */
export async function hostUsage(snmp: SnmpReader, has: HostParts): Promise<readonly Usage[]> {
  const wanted = [...(has.processors ? [processorLoad] : []), ...(has.storage ? storageColumns : []), ...(has.memory ? Object.values(memory) : [])];
  const cells = await readCells(snmp, wanted);
  const real = realMemory(cells);
  return [...processors(cells), ...real, ...storages(cells, real.length > 0)];
}
