import type { JackfieldError } from '../errors/index.ts';
import type { Approval } from './approvals.ts';
import type { StepOrder } from './change-step.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { ownWayAtRisk, pluginChanged, windowClosed } from './errors.ts';
import { frozenSites } from './frozen-sites.ts';
import { missingApprovals } from './missing-approvals.ts';
import type { ArchivedPlan } from './plan-archive.ts';
import { isOpen, windowText } from './window.ts';

interface Circumstances {
  readonly approvals: readonly Approval[];
  readonly isEmergency: boolean;
  readonly now: Date;
}

/** All that keeps a plan from being applied now, each said once. */
export function unmetConditions(plan: ArchivedPlan, { approvals, isEmergency, now }: Circumstances, needs: ChangeDependencies): readonly Error[] {
  const unmet = [
    ...plan.steps.flatMap((step) => otherVersion(step, needs) ?? []), ...missingApprovals(plan, approvals, isEmergency),
    ...(isEmergency ? [] : [...frozenSites(plan.steps, needs, needs.configuration.current, now), ...closedWays(plan, now)]),
  ];
  return [...new Map(unmet.map((error) => [error.message, error])).values()];
}

/** What is wrong when a step was planned with another version than its plugin has now. */
function otherVersion({ plugin, pluginVersion, device, deviceName }: StepOrder, { inventory, configuration, catalogue }: ChangeDependencies): JackfieldError | null {
  const found = inventory.find(device);
  const enablement = found === null ? null : configuration.current.enablement(plugin, { level: 'device', site: found.site, device: found.name });
  const version = enablement === null ? undefined : catalogue.find(plugin, enablement.version)?.version;
  if (version === pluginVersion) return null;
  return pluginChanged(`${deviceName}: planned with ${plugin} ${pluginVersion}, ${version ?? 'none'} is there now`, { place: { device: deviceName, plugin } });
}

/** Whether it may run now, and without risk to the way to a device itself. */
function closedWays({ id, windows, ownWay }: ArchivedPlan, now: Date): readonly Error[] {
  return [
    ...(ownWay.risk === 'allow' ? [] : ownWay.ways.map((way) => ownWayAtRisk(way))),
    ...windows.filter((window) => !isOpen(window, now)).map((window) => windowClosed(`plan ${id} may run from ${windowText(window)}`)),
  ];
}
