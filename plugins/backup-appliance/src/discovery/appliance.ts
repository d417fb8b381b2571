import { Unsupported, type Discovery, type Identification } from '@jackfield/sdk';
import type { Driver } from '../drivers/driver.ts';
import { drivers } from '../drivers/index.ts';
import type { Settings } from '../settings.ts';

/**
 * Says what the machine is for, and nothing else: maker, serial and system are told by the plugin of its operating
 * system. Surer than that one of the kind, so that a backup appliance is not listed as just a server.
 */
const identification: Identification = { kind: 'backup', name: null, vendor: null, model: null, os: null, version: null, serial: null, keys: [], confidence: 85 };

/** The products that the settings give the machine repositories of. */
function productsOf({ repositories }: Settings): readonly Driver[] {
  return [...new Set(repositories.map(({ product }) => product))].map((product) => drivers[product]);
}

/** A machine that the settings give repositories to and that has a product of theirs. */
export const appliance: Discovery<Settings> = {
  async identify(context) {
    // What did not answer the fingerprint is not asked for its products.
    for (const { reach, isThere } of productsOf(context.settings)) if (context.fingerprint[reach] !== null && (await isThere(context))) return identification;
    return null;
  },
  async inspect(context) {
    const products = productsOf(context.settings);
    for (const { isThere } of products) if (await isThere(context)) return { ...identification, interfaces: [], neighbours: [], addresses: [] };
    throw new Unsupported(`none of ${products.map(({ title }) => title).join(', ') || 'the products'} is installed`, { hint: 'Install it on the appliance, or mend "repositories" in the settings.' });
  },
};
