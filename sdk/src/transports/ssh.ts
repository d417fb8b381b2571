/**
 * What a remote command said. Output above the cap is dropped and `truncated` set.
 *
 * @stable
 * @since 0.1.0
 */
export interface SshOutput {
  /** Exit status; null when a signal ended it, and for what was typed at the command line of a device. */
  readonly code: number | null;
  /** Name of the signal that ended it, such as `SIGTERM`; else null. */
  readonly signal: string | null;
  /** Standard output as text, UTF-8. */
  readonly stdout: string;
  /** Standard error as text, UTF-8. */
  readonly stderr: string;
  /** Something was dropped: it said more than `maxBytes`. */
  readonly truncated: boolean;
}

/**
 * How a command or script is run.
 *
 * @stable
 * @since 0.1.0
 */
export interface SshRunOptions {
  /** Milliseconds for the whole operation; never more than the call has left. Left out, what the place's `transports.ssh.timeoutMs` says (20 s) for an operation that reads, what the call has left for one that writes. */
  readonly timeoutMs?: number;
  /** Bytes kept of stdout and of stderr each. Default 1 MiB, at most 16 MiB. */
  readonly maxBytes?: number;
  /** Data for standard input. */
  readonly stdin?: string;
  /** Called with pieces of stdout as they come. */
  readonly onOutput?: (piece: string) => void;
}

/**
 * A file of the device.
 *
 * @stable
 * @since 0.1.0
 */
export interface RemoteFile {
  /** Its bytes. */
  readonly content: Uint8Array;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
  /** Number of the user who owns it. */
  readonly uid: number;
  /** Number of the group that owns it. */
  readonly gid: number;
}

/**
 * How a file is read.
 *
 * @stable
 * @since 0.1.0
 */
export interface SshFileOptions {
  /** Milliseconds for the whole operation; never more than the call has left. Left out, what the place's `transports.ssh.timeoutMs` says (20 s) for an operation that reads, what the call has left for one that writes. */
  readonly timeoutMs?: number;
  /** Refuse (`Unsupported`) larger files. Default 1 MiB, at most 16 MiB. */
  readonly maxBytes?: number;
}

/**
 * Commands and scripts are named: the manifest lists their argument vectors and files, with the phase each may run in,
 * and the host quotes every value. No command line is ever built from strings. What the manifest does not list is `Refused`,
 * a login that fails `AuthFailed`, a device that does not answer `Unreachable`; a command that fails is an answer.
 *
 * @stable
 * @since 0.1.0
 */
export interface SshReader {
  /** Runs a command of the manifest's `ssh.commands`; `values` fill its `{placeholders}`, each one whole argument. With `cli` its lines are typed at the command line of a network device, and `stdout` is what that said to them. */
  exec(command: string, values?: { readonly [placeholder: string]: string }, options?: SshRunOptions): Promise<SshOutput>;
  /** Runs a packaged script of the manifest's `ssh.scripts`, sent over standard input to `sh -s -- args`. */
  script(script: string, args?: readonly string[], options?: Omit<SshRunOptions, 'stdin'>): Promise<SshOutput>;
  /** Null when there is no such file. */
  readFile(path: string, options?: SshFileOptions): Promise<RemoteFile | null>;
}

/**
 * How a file is written.
 *
 * @stable
 * @since 0.1.0
 */
export interface WriteFileOptions {
  /** Milliseconds for the whole operation; never more than the call has left. Left out, what the place's `transports.ssh.timeoutMs` says (20 s) for an operation that reads, what the call has left for one that writes. */
  readonly timeoutMs?: number;
  /** Permission bits, such as 0o644. Left out: those of the present file, or 0o644. */
  readonly mode?: number;
  /** Number of the owner. Left out: that of the present file, or the user who is logged in. */
  readonly uid?: number;
  /** Number of the group. Left out: that of the present file, or the user's own. */
  readonly gid?: number;
  /**
   * A command of the manifest run on the new content, under its temporary name as `{file}`, before it takes its place.
   * A status other than 0 is `Refused` and nothing has changed.
   */
  readonly validate?: string;
  /** SHA-256 (hex) the present content must have, or null for "must not exist"; else `Conflict` and no change. */
  readonly expect?: string | null;
}

/**
 * The device over SSH, in writing phases.
 *
 * @stable
 * @since 0.1.0
 */
export interface SshWriter extends SshReader {
  /** Temporary file in the same folder, fsync, rename: the old or the new content, never a part. */
  writeFile(path: string, content: Uint8Array, options?: WriteFileOptions): Promise<void>;
  /** Removes a file; absent is fine. */
  removeFile(path: string, options?: { readonly timeoutMs?: number }): Promise<void>;
}
