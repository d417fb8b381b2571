import type { State } from '@jackfield/sdk';
import { cutOff, dependencyPath, type Change, type ChangeService } from '../changes/index.ts';
import { unknownIncident, type CheckStatus, type HealthService, type Incident } from '../health/index.ts';
import type { Inventory, ManagedDevice } from '../inventory/index.ts';
import type { Maintenance, Why } from './incident-service.ts';

interface WhyNeeds {
  readonly health: Pick<HealthService, 'incidents' | 'statuses'>;
  readonly changes: Pick<ChangeService, 'list'>;
  readonly inventory: Pick<Inventory, 'devices' | 'find'>;
  readonly maintenanceOf: (device: string) => readonly Maintenance[];
}

const order: readonly (State | 'pending')[] = ['ok', 'pending', 'unknown', 'warning', 'critical'];
const worst = (statuses: readonly CheckStatus[]): State | 'pending' => statuses.map(({ state }) => state).reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), statuses.length === 0 ? 'pending' : 'ok');

/** A check that waits for something with an incident of its own: shown as unknown, seen by nobody. */
const isSuppressed = ({ state, hard, attempt, code }: CheckStatus): boolean => state === 'unknown' && !hard && attempt === 0 && code !== null;

/** Gathers what is known of why an incident is open. */
export async function whyOf(id: string, { health, changes, inventory, maintenanceOf }: WhyNeeds): Promise<Why> {
  const [incident] = await health.incidents({ ids: [id] });
  if (incident === undefined) throw unknownIncident(`there is no incident ${id}`);
  const unresolved = (await health.incidents()).filter(({ status }) => status !== 'resolved');
  const device = inventory.find(incident.device);
  const devices = inventory.devices();
  const byDevice = Map.groupBy(health.statuses(), (status) => status.device);
  const statesOf = (of: string): readonly CheckStatus[] => byDevice.get(of) ?? [];
  const path = (device === null ? [] : dependencyPath(device.id, devices)).flatMap((one) => inventory.find(one) ?? []).map((one) => ({
    device: one.id, deviceName: one.name, site: one.site, state: worst(statesOf(one.id)), incident: unresolved.find((other) => other.device === one.id)?.id ?? null,
  }));
  const behind = device === null ? [] : [...cutOff([{ device: device.id, port: null }], devices)].flatMap((one) => inventory.find(one) ?? []);
  return {
    incident: id,
    check: checkOf(incident, statesOf(incident.device)),
    path,
    cause: path.find((one) => one.incident !== null && one.device !== incident.device)?.incident ?? null,
    suppressed: suppressedBy(incident, unresolved, [...byDevice.values()].flat(), inventory),
    behind: behind.map((one) => ({ device: one.id, deviceName: one.name, state: worst(statesOf(one.id)) })),
    lastChange: lastChange(await changes.list(), incident, path.map((one) => one.device), inventory),
    maintenance: device === null ? [] : maintenanceOf(device.id),
  };
}

function checkOf({ plugin, check, summary, state, openedAt }: Incident, statuses: readonly CheckStatus[]): Why['check'] {
  const status = statuses.find((one) => one.plugin === plugin && one.check === check);
  if (status === undefined) return { plugin, check, title: check, state, summary, since: openedAt, items: [] };
  const items = status.items.filter((item) => item.state !== 'ok').map((item) => ({ name: item.name, state: item.state, summary: item.summary }));
  return { plugin, check, title: status.title, state: status.state, summary: status.summary, since: status.since, items };
}

/** The checks of its device that wait, and those of others that wait for it. */
function suppressedBy(incident: Incident, unresolved: readonly Incident[], statuses: readonly CheckStatus[], inventory: WhyNeeds['inventory']): Why['suppressed'] {
  const own = unresolved.filter(({ plugin }) => plugin === 'jackfield');
  return statuses.filter(isSuppressed).flatMap(({ device, plugin, check, summary }) => {
    const by = own.find((one) => one.device === device) ?? own.find((one) => one.summary.startsWith(summary)) ?? null;
    if (device !== incident.device && by?.id !== incident.id) return [];
    return [{ device, deviceName: inventory.find(device)?.name ?? device, plugin, check, why: summary, by: by?.id ?? null }];
  });
}

function lastChange(changes: readonly Change[], incident: Incident, path: readonly string[], inventory: WhyNeeds['inventory']): Why['lastChange'] {
  const on = new Set([...path, incident.device]);
  const touching = changes.filter(({ steps }) => steps.some(({ device, state }) => on.has(device) && state !== 'untouched' && state !== 'pending'));
  const found = touching.find(({ startedAt }) => startedAt <= incident.openedAt) ?? touching[0];
  if (found === undefined) return null;
  const nameOf = (of: string): ManagedDevice['name'] => inventory.find(of)?.name ?? of;
  const { id, title, person, state, startedAt, steps } = found;
  return { id, title, person, state, startedAt, devices: [...new Set(steps.map(({ device }) => device).filter((one) => on.has(one)))].map((device) => ({ device, deviceName: nameOf(device) })) };
}
