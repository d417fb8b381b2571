import { defineError } from '../errors/index.ts';

export const daemonNotRunning = defineError('JF8001', 'the daemon is not running', 'Start it with `jackfield up`, or name its configuration with --config.');
export const alreadyRunning = defineError('JF8002', 'a daemon is running already', 'Use it, or end it with `jackfield stop`.');
export const connectionLost = defineError('JF8007', 'the daemon ended the connection', 'See whether it runs with `jackfield status`, and the last lines of its log.');
