export { scriptOf, type ProgramCall, type ProgramResult, type Programs } from './program.ts';
export { ShellDevice } from './shell-device.ts';
export { shellModelSchema, type ShellModel, type ShellModelInput } from './shell-model.ts';
export { sshFaultsSchema, type SshFaults } from './ssh-faults.ts';
export type { SshUser } from './ssh-login.ts';
export { startSshSimulator, type SshSimulator, type SshSimulatorOptions } from './ssh-simulator.ts';
