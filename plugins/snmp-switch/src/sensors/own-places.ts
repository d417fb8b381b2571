import type { SensorProfile } from '../discovery/profile.ts';

/** The OID with the numbers of the sysObjectID for its stars; null where the sysObjectID has another beginning. */
function ownPlace(place: string, objectID: readonly string[]): string | null {
  const parts = place.split('.');
  const last = parts.lastIndexOf('*');
  const own = parts.map((part, at) => (part === '*' ? (objectID[at] ?? part) : part));
  return own.every((part, at) => part !== '*' && (at > last || part === objectID[at])) ? own.join('.') : null;
}

/** A sensor at the places that it has on an agent with this sysObjectID; null where it is of another model. */
export function atOwnPlaces(sensor: SensorProfile, objectID: string): SensorProfile | null {
  if (!sensor.value.includes('*')) return sensor;
  const parts = objectID.split('.');
  const value = ownPlace(sensor.value, parts);
  if (value === null) return null;
  const own = <Place>(place: Place): Place | string => (typeof place === 'string' ? (ownPlace(place, parts) ?? place) : place);
  const { name, decimals, status, only } = sensor;
  return {
    ...sensor,
    value,
    name: typeof name === 'object' ? name.map(own) : own(name),
    decimals: own(decimals),
    ...(status === undefined ? {} : { status: { ...status, value: own(status.value) } }),
    ...(only === undefined ? {} : { only: { ...only, column: own(only.column) } }),
    low: own(sensor.low),
    lowCritical: own(sensor.lowCritical),
    high: own(sensor.high),
    highCritical: own(sensor.highCritical),
  };
}
