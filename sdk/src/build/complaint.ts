/**
 * Something in a plugin's package that is not as it must be.
 *
 * @experimental
 * @since 0.1.0
 */
export interface Complaint {
  /** Path inside the package. */
  readonly file: string;
  /** From 1; null when it is about the whole file. */
  readonly line: number | null;
  readonly message: string;
}

/**
 * `package.json:14: …`, as editors and terminals link it.
 *
 * @experimental
 * @since 0.1.0
 */
export function complaintLine({ file, line, message }: Complaint): string {
  return `${file}${line === null ? '' : `:${line}`}: ${message}`;
}
