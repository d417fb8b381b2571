import { defineError } from '../errors/index.ts';

export const daemonNotRunning = defineError('JF8001', 'the daemon is not running', 'Start it with `jackfield up`, or name its configuration with --config.');
export const alreadyRunning = defineError('JF8002', 'a daemon is running already', 'Use it, or end it with `jackfield stop`.');
export const socketBlocked = defineError('JF8003', 'the control socket cannot be made', 'Set `socket` in jackfield.yaml to a short path in a folder of the daemon’s own.');
export const badRequest = defineError('JF8004', 'the command does not understand its input', 'See `jackfield COMMAND --help`.');
export const unknownCommand = defineError('JF8005', 'the daemon has no such command', 'The daemon may be of another version: restart it with `jackfield stop` and `jackfield up`.');
export const portTaken = defineError('JF8006', 'the port of the HTTP API is in use', 'End what listens there, or set another `listen.port` in jackfield.yaml.');
export const connectionLost = defineError('JF8007', 'the daemon ended the connection', 'See whether it runs with `jackfield status`, and the last lines of its log.');
export const unexpected = defineError('JF8008', 'an unexpected error', 'Report this with the lines of the daemon’s log around it.');
export const notFound = defineError('JF8009', 'nothing has this name', 'List what there is with `jackfield devices`, `plugins` or `changes`.');
export const backupExists = defineError('JF8017', 'the backup would overwrite a file', 'Give a name that is free: a backup is never written over another.');
export const listenFailed = defineError('JF8010', 'the HTTP address cannot be used', 'Set `listen` in jackfield.yaml to a loopback address of this machine.');
export const backupNotWritten = defineError('JF9431', 'the backup cannot be written', 'Name a file in a folder that is there, with room on its disk, and that the user of the daemon may write.');
export const noSuchRoute = defineError('JF8415', 'the API has no such route', 'All there are stand in /api/openapi.json.');
export const sentAlready = defineError('JF8413', 'the request came already', 'Look at what is there now: it may have been done.');
export const changedMeanwhile = defineError('JF8414', 'it was changed meanwhile', 'Look at it again, and decide anew.');
