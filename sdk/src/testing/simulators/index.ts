export { readSimulatorFile, simulatorFileSchema, type SimulatedDevice, type SimulatorFile } from './simulator-file.ts';
export { startSimulators, type SimulatedService, type Simulators } from './start-simulators.ts';
