import { defineError, type JackfieldError } from '../errors/index.ts';

export const storeCorrupt = defineError('JF7001', 'database damaged', 'Nothing was deleted. Stop Jackfield, put the damaged file aside, and restore the last "jackfield backup" in its place.');
export const storeBusy = defineError('JF7002', 'database in use', 'Another program holds it, perhaps another Jackfield on this state folder: end it, or give this one a "state:" of its own.');
export const storeFull = defineError('JF7003', 'disk full', 'Free space on the disk of the state folder; Jackfield goes on by itself: results wait in memory until then, changes do not begin.');
export const storeNewer = defineError('JF7004', 'database of a newer version', 'Install the newer Jackfield again, or restore the backup made before the upgrade.');
export const storeFailed = defineError('JF7005', 'database refused a statement', 'Report it with the text above: the statement does not fit the tables.');
export const storeThreadLost = defineError('JF7006', 'store thread ended', 'It is started again at once; the write above was not confirmed and is asked for again by its owner.');
export const storeClosed = defineError('JF7007', 'database closed', 'Jackfield is shutting down.');
export const stateUnusable = defineError('JF7008', 'state folder cannot be used', 'Let the daemon\'s user write the state folder and what is in it, or set another "state:" in jackfield.yaml.');
export const storeDiskFailed = defineError('JF7009', 'disk failed', 'Look at the machine\'s own log (dmesg, journalctl -k) and at the disk of the state folder; what could not be written is named in the log.');

/** What SQLite said, as plain data: it crosses from the thread. */
export interface StoreProblem {
  readonly message: string;
  /** SQLite's result code, or null when it was not SQLite. */
  readonly sqlite: number | null;
}

// Result codes of SQLite (https://www.sqlite.org/rescode.html): primary ones, and an extended one that says more.
// What a full disk refuses is 13, or 4874 for the shared memory of the log (SQLITE_IOERR_SHMSIZE).
const codes = new Map([
  [5, storeBusy], [6, storeBusy], [10, storeDiskFailed], [11, storeCorrupt], [13, storeFull], [14, stateUnusable], [26, storeCorrupt],
  [4_874, storeFull],
]);

export function storeError(problem: StoreProblem, file: string): JackfieldError {
  const { sqlite, message } = problem;
  if (sqlite === null) return storeFailed(message, { place: { file } });
  const make = codes.get(sqlite) ?? codes.get(sqlite & 0xff) ?? storeFailed;
  return make(`${message} (SQLite ${sqlite})`, { place: { file } });
}
