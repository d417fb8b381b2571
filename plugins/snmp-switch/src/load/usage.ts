import type { Item, State } from '@jackfield/sdk';

export type UsageKind = 'cpu' | 'memory' | 'storage';

/** How much of something is used. */
export interface Usage {
  readonly kind: UsageKind;
  readonly name: string;
  readonly percent: number;
  /** In bytes, where the device tells. */
  readonly size: number | null;
}

/** Above these percentages. */
export interface UsageLevels {
  readonly warning: number;
  readonly critical: number;
}

const metrics = { cpu: 'cpu.load', memory: 'memory.used', storage: 'storage.used' } as const;
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

function bytes(size: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, size)) / 10)));
  return `${Number((size / 1024 ** step).toPrecision(3))} ${units[step] ?? 'B'}`;
}

/** One item for each, by its name; the number is added where a device has several of one name. */
export function usageItems(all: readonly Usage[], levels: { readonly [Kind in UsageKind]: UsageLevels }): readonly Item[] {
  const count = new Map<string, number>();
  return all.map(({ kind, name, percent, size }): Item => {
    const again = (count.get(name) ?? 0) + 1;
    count.set(name, again);
    const { warning, critical } = levels[kind];
    const state: State = percent > critical ? 'critical' : percent > warning ? 'warning' : 'ok';
    const limit = state === 'ok' ? '' : `, above ${state === 'critical' ? critical : warning} %`;
    return {
      name: again === 1 ? name : `${name} #${again}`,
      state,
      summary: `${Math.round(percent)} % ${kind === 'cpu' ? 'busy' : `of ${size === null ? 'all' : bytes(size)} used`}${limit}`,
      metrics: [{ name: metrics[kind], value: Number(percent.toFixed(2)) }],
    };
  });
}
