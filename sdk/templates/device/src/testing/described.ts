import type { SnmpModelInput } from '@jackfield/sdk/testing';

/** The folder of package.json, for the test host. */
export const directory = new URL('../..', import.meta.url);

const usual = { '1.3.6.1.4.1.99999.1.1.0': 'Model 7', '1.3.6.1.4.1.99999.1.2.0': '2.1.0', '1.3.6.1.4.1.99999.1.3.0': 'S-0001' };

/** The maker's table of sensors, as the agent serves it. */
export function sensorTable(sensors: { readonly [name: string]: number }): NonNullable<SnmpModelInput['variables']> {
  return Object.fromEntries(Object.entries(sensors).flatMap(([name, celsius], at) => [[`1.3.6.1.4.1.99999.2.1.2.${at + 1}`, name], [`1.3.6.1.4.1.99999.2.1.3.${at + 1}`, celsius]]));
}

/** A device of the maker; its own objects are those of a usual one unless told. */
export function described(variables: NonNullable<SnmpModelInput['variables']> = { ...usual, ...sensorTable({ Inlet: 24, Outlet: 31 }) }): SnmpModelInput {
  return { name: 'one', descr: '__title__ Model 7', objectID: '1.3.6.1.4.1.99999.7', location: 'Shelf', variables };
}
