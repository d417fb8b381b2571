import { sameData, type StateOrder } from '../changes/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { InstalledPlugin } from '../plugins/index.ts';
import { filled } from './filled.ts';
import type { LeftOut, VersionContent } from './history-service.ts';
import { normalised, volatileNames } from './normalised.ts';

/** What puts a device back to a version. `leftOut` is whole once the orders were planned: what is left out shows then. */
export function restoreOrders(device: ManagedDevice, version: VersionContent, plugins: readonly InstalledPlugin[]): { readonly orders: readonly StateOrder[]; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = [];
  const orders = version.items.flatMap(({ plugin: id, resource, key, title, state: kept }): StateOrder[] => {
    const plugin = plugins.find((one) => one.id === id);
    if (plugin === undefined || !Object.hasOwn(plugin.manifest.contributes.resources, resource)) {
      leftOut.push({ title, path: null, reason: plugin === undefined ? `${id} does not manage the device any more` : `${id} ${plugin.version} has no such resource` });
      return [];
    }
    const wanted: StateOrder['wanted'] = async (current) => {
      if (plugin.manifest.contributes.resources[resource]?.commitClass === 'irreversible') {
        if (!sameData(kept, normalised(current, plugin, resource))) leftOut.push({ title, path: null, reason: 'it cannot be undone once it is pushed: plan it in a change of its own' });
        return null;
      }
      const { state, secrets } = filled(kept, current, normalised(current, plugin, resource), volatileNames(plugin, resource));
      if (state === null) leftOut.push({ title, path: null, reason: 'a secret of it is not kept, and the device has none in its place' });
      else leftOut.push(...secrets.map((path) => ({ title, path, reason: 'a secret is not kept: it stays as the device has it' })));
      return state === null ? null : { state, spec: null };
    };
    return [{ device, plugin, resource, key, wanted }];
  });
  return { orders, leftOut };
}
