export { frrModelSchema, type FrrModel } from './frr-model.ts';
export { gathered } from './linux-gather.ts';
export { linuxModelSchema, type LinuxModel, type LinuxModelInput } from './linux-model.ts';
export { machineModelSchema, machinePrograms, type MachineModel, type MachineModelInput } from './machine.ts';
export { openVSwitchModelSchema, type OpenVSwitchModel } from './open-vswitch-model.ts';
export { resticModelSchema, type ResticModel, type ResticModelInput } from './restic-model.ts';
