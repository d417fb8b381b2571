import type { JackfieldError } from '../errors/index.ts';
import { grantsWriting } from '../plugins/index.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { writingNotGranted } from './errors.ts';
import type { StepOrder } from './change-step.ts';

type Needs = Pick<ChangeDependencies, 'inventory' | 'configuration'>;

/**
 * An error for each plugin and device that a step would write to and nobody granted writing: known before anything is
 * pushed. A grant that names exact permissions may still be too narrow for the step; the broker says so then.
 */
export function writesNotGranted(steps: readonly Pick<StepOrder, 'device' | 'deviceName' | 'plugin'>[], { inventory, configuration: { current } }: Needs): readonly JackfieldError[] {
  const pairs = new Map(steps.map((step) => [`${step.plugin} ${step.device}`, step]));
  return [...pairs.values()].flatMap(({ device, deviceName, plugin }) => {
    const found = inventory.find(device);
    if (found === null) return [];
    const scope = { level: 'device', site: found.site, device: found.name } as const;
    if (grantsWriting(current.enablement(plugin, scope).grant)) return [];
    const said = current.explain(`plugins.${plugin}.grant`, scope).layers.findLast((layer) => layer.effective);
    // What is said of the device itself is not mended at its site.
    const atSite = said === undefined || (said.layer !== 'device' && said.layer !== 'policy');
    return [writingNotGranted(`${plugin} may only read ${deviceName}`, {
      place: said?.place ?? { device: deviceName, plugin }, ...(atSite ? { hint: `A manager grants it: jackfield plugin enable ${plugin} --site ${found.site} --grant write. Nothing was written to any device.` } : {}),
    })];
  });
}
