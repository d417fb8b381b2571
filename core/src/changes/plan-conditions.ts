import type { Configuration } from '../sites/index.ts';
import type { ChangeFile } from './change-file.ts';
import { changeSettingsOf } from './change-settings.ts';
import { canonicalJson } from './canonical.ts';
import type { Order } from './orders.ts';
import type { Window } from './window.ts';

/** What must be true before a plan may run. */
export interface PlanConditions {
  readonly approvals: number;
  readonly windows: readonly Window[];
}

/** What the file, the cascade at each device and the manifest of each resource ask: the most approvals, and every window. */
export function planConditions({ approvals, window }: Pick<ChangeFile, 'approvals' | 'window'>, orders: readonly Pick<Order, 'device' | 'plugin' | 'resource'>[], configuration: Configuration): PlanConditions {
  const asked = orders.map(({ device }) => changeSettingsOf(configuration, device));
  const windows = [window, ...asked.map((settings) => settings.window ?? null)].filter((one) => one !== null);
  return {
    approvals: Math.max(approvals, ...asked.map((settings) => settings.approvals ?? 0), ...orders.map(({ plugin, resource }) => plugin.manifest.contributes.resources[resource]?.approvals ?? 0)),
    windows: [...new Map(windows.map((one) => [canonicalJson(one), one])).values()],
  };
}
