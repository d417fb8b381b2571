export { scriptOf, type ProgramCall, type ProgramResult, type Programs } from './program.ts';
export { sshFaultsSchema, type SshFaults } from './ssh-faults.ts';
export { startSshSimulator, type SshSimulator, type SshSimulatorOptions, type SshUser } from './ssh-simulator.ts';
