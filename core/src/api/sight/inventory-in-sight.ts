import type { Inventory } from '../../inventory/index.ts';
import type { Sees } from './sees.ts';

export function inventoryInSight(inventory: Inventory, sees: Sees): Inventory {
  return {
    devices: (filter) => inventory.devices(filter).filter(({ site }) => sees(site)),
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
