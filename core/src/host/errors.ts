import { defineError } from '../errors/index.ts';

export const simulatorsFailed = defineError('JF9001', 'simulators did not start', 'See the reason above; "simulators:" in jackfield.yaml names the file, leave it out to run without them.');
