export { readSimulatorFile, simulatorFileSchema, type SimulatedDevice, type SimulatorFile } from './simulator-file.ts';
export { startSimulators, type RunningDevice, type SimulatedService, type Simulators } from './start-simulators.ts';
