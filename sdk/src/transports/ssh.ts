/** What a remote command said. Output above the cap is dropped and `truncated` set. */
export interface SshOutput {
  /** Exit status; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
}

export interface SshRunOptions {
  readonly timeoutMs?: number;
  /** Bytes kept of stdout and of stderr each. Default 1 MiB, at most 16 MiB. */
  readonly maxBytes?: number;
  /** Data for standard input. */
  readonly stdin?: string;
  /** Called with pieces of stdout as they come. */
  readonly onOutput?: (piece: string) => void;
}

export interface RemoteFile {
  readonly content: Uint8Array;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface SshFileOptions {
  readonly timeoutMs?: number;
  /** Refuse (`Unsupported`) larger files. Default 1 MiB, at most 16 MiB. */
  readonly maxBytes?: number;
}

/**
 * Commands and scripts are named: the manifest lists their argument vectors and files, with the phase each may run in,
 * and the host quotes every value. No command line is ever built from strings.
 */
export interface SshReader {
  /** Runs a command of the manifest's `ssh.commands`; `values` fill its `{placeholders}`, each one whole argument. */
  exec(command: string, values?: { readonly [placeholder: string]: string }, options?: SshRunOptions): Promise<SshOutput>;
  /** Runs a packaged script of the manifest's `ssh.scripts`, sent over standard input to `sh -s -- args`. */
  script(script: string, args?: readonly string[], options?: Omit<SshRunOptions, 'stdin'>): Promise<SshOutput>;
  /** Null when there is no such file. */
  readFile(path: string, options?: SshFileOptions): Promise<RemoteFile | null>;
}

export interface WriteFileOptions {
  readonly timeoutMs?: number;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /**
   * A command of the manifest run on the new content, under its temporary name as `{file}`, before it takes its place.
   * A status other than 0 is `Refused` and nothing has changed.
   */
  readonly validate?: string;
  /** SHA-256 (hex) the present content must have, or null for "must not exist"; else `Conflict` and no change. */
  readonly expect?: string | null;
}

export interface SshWriter extends SshReader {
  /** Temporary file in the same folder, fsync, rename: the old or the new content, never a part. */
  writeFile(path: string, content: Uint8Array, options?: WriteFileOptions): Promise<void>;
  /** Removes a file; absent is fine. */
  removeFile(path: string, options?: { readonly timeoutMs?: number }): Promise<void>;
}
