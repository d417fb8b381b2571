import type { Inventory, ManagedDevice } from '../../inventory/index.ts';
import type { Sees } from './sees.ts';

interface Seen {
  readonly sites: readonly string[];
  /** By the sites that are in sight. */
  readonly lists: Map<string, readonly ManagedDevice[]>;
}

/** Many ask, few see different things: the list of all devices stays the same until one changes, and so does what is seen of it. */
const seen = new WeakMap<readonly ManagedDevice[], Seen>();

function devicesInSight(all: readonly ManagedDevice[], sees: Sees): readonly ManagedDevice[] {
  const { sites, lists } = seen.get(all) ?? { sites: [...new Set(all.map(({ site }) => site))], lists: new Map() };
  seen.set(all, { sites, lists });
  const key = sites.filter(sees).join(' ');
  const known = lists.get(key) ?? all.filter(({ site }) => sees(site));
  lists.set(key, known);
  return known;
}

export function inventoryInSight(inventory: Inventory, sees: Sees): Inventory {
  return {
    devices: (filter) => devicesInSight(inventory.devices(filter), sees),
    at: (site, address) => (sees(site) ? inventory.at(site, address) : []),
    find(asked) {
      const found = inventory.find(asked);
      // A device out of sight may have the name of one in sight.
      if (found !== null && sees(found.site)) return found;
      const [only, ...others] = inventory.devices().filter(({ name, site, addresses }) => sees(site) && (name.toLowerCase() === asked.toLowerCase() || addresses.includes(asked)));
      return only === undefined || others.length > 0 ? null : only;
    },
    async proposals() {
      return (await inventory.proposals()).filter(({ devices }) => devices.every((id) => sees(inventory.find(id)?.site ?? null)));
    },
    keepDeclared: () => inventory.keepDeclared(),
    record: (...sighting) => inventory.record(...sighting),
    attach: (...attached) => inventory.attach(...attached),
    withdraw: (...unseen) => inventory.withdraw(...unseen),
    remove: (id) => inventory.remove(id),
    decide: (proposal, merge) => inventory.decide(proposal, merge),
    split: (id) => inventory.split(id),
  };
}
