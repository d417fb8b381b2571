import type { CheckStatus } from '../health/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { RestorableCopy } from './recovery-service.ts';

/** What devices keep copies of, as the last results of their checks told. */
export interface DataRestores {
  /** Of the machine, by object; the newest copy first. */
  readonly own: ReadonlyMap<string, readonly RestorableCopy[]>;
  /** Objects at its site of which no product tells the machine, such as guests by number. */
  readonly nameless: readonly { readonly deviceName: string; readonly object: string }[];
}

const shortName = (name: string): string => (/^[\d.]+$/.test(name) || name.includes(':') ? name : name.split('.')[0] ?? name).toLowerCase();

/** @param machine all that it is or was known as: products record names or addresses */
export function dataRestores(machine: readonly ManagedDevice[], statuses: readonly CheckStatus[], find: (id: string) => ManagedDevice | null): DataRestores {
  const known = new Set(machine.flatMap(({ name, addresses }) => [name, ...addresses]).map(shortName));
  const own = new Map<string, RestorableCopy[]>();
  const nameless: DataRestores['nameless'][number][] = [];
  for (const { device, restores = [] } of statuses) {
    const keeper = find(device);
    if (keeper === null) continue;
    for (const { machine: of, object, copiedAt, command } of restores) {
      if (of === '' && machine.some(({ site }) => site === keeper.site)) nameless.push({ deviceName: keeper.name, object });
      if (of === '' || !known.has(shortName(of))) continue;
      own.set(object, [...own.get(object) ?? [], { deviceName: keeper.name, site: keeper.site, copiedAt, command }]);
    }
  }
  const newestFirst = [...own].map(([object, copies]) => [object, copies.toSorted((one, other) => (other.copiedAt ?? '').localeCompare(one.copiedAt ?? ''))] as const);
  return { own: new Map(newestFirst.toSorted(([one], [other]) => one.localeCompare(other))), nameless };
}
