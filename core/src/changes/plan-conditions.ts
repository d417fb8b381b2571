import type { ManagedDevice } from '../inventory/index.ts';
import type { Configuration } from '../sites/index.ts';
import type { ChangeFile } from './change-file.ts';
import { changeSettingsSchema } from './rollout.ts';
import { canonicalJson } from './canonical.ts';
import type { Window } from './window.ts';

/** What must be true before a plan may run. */
export interface PlanConditions {
  readonly approvals: number;
  readonly windows: readonly Window[];
}

/** What the file asks and what the cascade asks at each device: the most approvals, and every window. */
export function planConditions({ approvals, window }: Pick<ChangeFile, 'approvals' | 'window'>, devices: readonly ManagedDevice[], configuration: Configuration): PlanConditions {
  const asked = devices.map(({ site, name }) => changeSettingsSchema.parse(configuration.setting('changes', { level: 'device', site, device: name }) ?? {}));
  const windows = [window, ...asked.map((settings) => settings.window ?? null)].filter((one) => one !== null);
  return {
    approvals: Math.max(approvals, ...asked.map((settings) => settings.approvals ?? 0)),
    windows: [...new Map(windows.map((one) => [canonicalJson(one), one])).values()],
  };
}
