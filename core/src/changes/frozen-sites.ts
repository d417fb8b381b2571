import type { JackfieldError } from '../errors/index.ts';
import type { Configuration } from '../sites/index.ts';
import { changeSettingsOf } from './change-settings.ts';
import type { StepOrder } from './change-step.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { frozen } from './errors.ts';
import { isFrozen } from './freeze.ts';

/** An error for each freeze that holds where a step would write. */
export function frozenSites(steps: readonly Pick<StepOrder, 'device'>[], { inventory }: Pick<ChangeDependencies, 'inventory'>, configuration: Pick<Configuration, 'setting'>, time: Date): readonly JackfieldError[] {
  const places = new Map([...new Set(steps.map(({ device }) => device))].flatMap((id) => {
    const device = inventory.find(id);
    return device === null ? [] : Object.entries(changeSettingsOf(configuration, device).freezes ?? {}).flatMap(([name, freeze]) =>
      freeze !== null && isFrozen(freeze, time) ? [[`${device.site} ${name}`, { site: device.site, name, freeze }] as const] : []);
  }));
  return [...places.values()].map(({ site, name, freeze: { from, to, reason } }) => frozen(`${site} is frozen from ${from} to ${to} (${name}${reason === undefined ? '' : `: ${reason}`})`));
}
