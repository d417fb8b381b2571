import { JackfieldError } from '../errors/index.ts';
import { configurationFile, etagOf, readAs, type ReadConfigurationFile } from './configuration-files.ts';
import { fileConflict } from './errors.ts';

/** Stands for the etag of a file that is not there yet. */
export const newFile = 'new';

/** One file to be written as a whole. */
export interface FileWrite {
  /** As `configurationFile` takes it. */
  readonly file: string;
  /** What is to stand in it, made of what stands there now; null where there is no such file. */
  readonly text: (before: string | null) => string;
  /** Of what was seen: the write is refused when another text stands there. Null when nobody decided by what stood there. */
  readonly etag: string | null;
}

export interface FileWritten {
  readonly file: string;
  readonly etag: string;
  readonly before: string | null;
  readonly after: string;
  /** False when it says already what it is to say: then nothing is written. */
  readonly changed: boolean;
  /** Keys of jackfield.yaml that a running daemon does not take over. */
  readonly atNextStart: readonly string[];
}

/** Somebody wrote the file since it was read. */
export class FileConflict extends JackfieldError {
  /** What stands there now; null when the file is gone. */
  readonly now: ReadConfigurationFile | null;

  constructor(file: string, text: string | null) {
    super(fileConflict.kind, text === null ? `${file} is not there any more` : `${file} is another one by now`, { place: { file } });
    this.name = 'FileConflict';
    this.now = text === null ? null : readAs(configurationFile(file), text);
  }
}

/** Refuses to write over what was not seen. */
export function requireSeen({ file, etag }: FileWrite, text: string | null): void {
  if (etag !== null && etag !== (text === null ? newFile : etagOf(text))) throw new FileConflict(file, text);
}
