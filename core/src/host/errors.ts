import { defineError } from '../errors/index.ts';

export const simulatorsFailed = defineError('JF9001', 'simulators did not start', 'See the reason above; "simulators:" in jackfield.yaml names the file, leave it out to run without them.');
export const logNotWritten = defineError('JF9002', 'the log cannot be written', 'Free space on the disk of the state folder; its lines wait in memory until then, and the daemon goes on.');
