export { amiFaultsSchema, type AmiFaults } from './ami-faults.ts';
export { startAmiSimulator, type AmiSimulator, type AmiSimulatorOptions } from './ami-simulator.ts';
export { Asterisk, type ManagerEvent } from './asterisk.ts';
export { asteriskModelSchema, type AsteriskModel, type AsteriskModelInput, type ManagerUser } from './asterisk-model.ts';
