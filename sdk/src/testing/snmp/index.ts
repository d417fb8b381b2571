export { startSnmpFleet, type FleetMember, type SnmpFleet } from './snmp-fleet.ts';
export { SnmpDevice, type SnmpDeviceOptions } from './snmp-device.ts';
export { snmpFaultsSchema, type SnmpFaults } from './snmp-faults.ts';
export { snmpModelSchema, type SnmpModel, type SnmpModelInput } from './snmp-model.ts';
export { startSnmpSimulator, type SnmpSimulator, type SnmpSimulatorOptions } from './snmp-simulator.ts';
export type { SnmpVariable } from './variable-table.ts';
export type { WritableObject } from './writable.ts';
