import type { State } from '@jackfield/sdk';
import type { CheckStatus } from '../health/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { SiteScore } from './recovery-service.ts';

/** What is not known is not proven; what nobody has looked at yet neither. */
const points: { readonly [state in State | 'pending']: number } = { ok: 1, warning: 0.5, critical: 0, unknown: 0, pending: 0 };

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * How well what is lost at each site could be got back: the mean of the checks that its plugins declare to be of that, each the
 * mean of its items.
 *
 * @param counts whether a check is one of those
 */
export function siteScores(sites: readonly string[], devices: readonly ManagedDevice[], statuses: readonly CheckStatus[], counts: (device: ManagedDevice, status: CheckStatus) => boolean): readonly SiteScore[] {
  const byDevice = Map.groupBy(statuses, ({ device }) => device);
  return sites.map((site) => {
    const parts = devices.filter((device) => device.site === site).flatMap((device) =>
      (byDevice.get(device.id) ?? []).filter((status) => counts(device, status)).map(({ check, title, state, summary, items }) =>
        ({ deviceName: device.name, check, title, state, summary, share: Math.round(100 * (items.length === 0 ? points[state] : mean(items.map((item) => points[item.state])))) })));
    return { site, score: parts.length === 0 ? null : Math.round(mean(parts.map(({ share }) => share))), parts };
  });
}
