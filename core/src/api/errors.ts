import { defineError, type JackfieldError } from '../errors/index.ts';

export const socketBlocked = defineError('JF8003', 'the control socket cannot be made', 'Set `socket` in jackfield.yaml to a short path in a folder of the daemon’s own.');
export const badRequest = defineError('JF8004', 'the command does not understand its input', 'See `jackfield COMMAND --help`.');
/** A place in a list that no page of it gave. */
export const cursorUnknown = (): JackfieldError => badRequest('the cursor is none', { hint: 'Give `next` of the page before, as it came.' });
export const unknownCommand = defineError('JF8005', 'the daemon has no such command', 'The daemon may be of another version: restart it with `jackfield stop` and `jackfield up`.');
export const portTaken = defineError('JF8006', 'the port of the HTTP API is in use', 'End what listens there, or set another `listen.port` in jackfield.yaml.');
export const unexpected = defineError('JF8008', 'an unexpected error', 'Report this with the lines of the daemon’s log around it.');
export const notFound = defineError('JF8009', 'nothing has this name', 'List what there is with `jackfield devices`, `plugins` or `changes`.');
export const backupExists = defineError('JF8017', 'the backup would overwrite a file', 'Give a name that is free: a backup is never written over another.');
export const listenFailed = defineError('JF8010', 'the HTTP address cannot be used', 'Set `listen` in jackfield.yaml to an address of this machine, and `listen.tls` to files that the daemon may read.');
export const backupNotWritten = defineError('JF9431', 'the backup cannot be written', 'Name a file in a folder that is there, with room on its disk, and that the user of the daemon may write.');
export const noSuchBackup = defineError('JF9434', 'there is no such backup', 'List them with `GET /api/backups`, or in the console under Settings, Backup: the five newest are kept.');
export const noSuchRoute = defineError('JF8415', 'the API has no such route', 'All there are stand in /api/openapi.json.');
export const sentAlready = defineError('JF8413', 'the request came already', 'Look at what is there now: it may have been done.');
export const changedMeanwhile = defineError('JF8414', 'it was changed meanwhile', 'Look at it again, and decide anew.');
export const hostNotReached = defineError('JF8416', 'the host is not reached', 'Is the address right, and does its reverse proxy forward /api?');
export const hostNotSafe = defineError('JF8417', 'a token is not sent unencrypted', 'Name the host with https://; http:// is for this machine alone.');
export const notOverNetwork = defineError('JF8418', 'this is of the host’s own machine', 'Run it there, without --host.');
