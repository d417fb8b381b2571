import { isUtf8 } from 'node:buffer';
import { findSecrets } from '@jackfield/sdk/secrets';
import type { PackageFiles } from './package-path.ts';

/** A line of a file that goes into a package and looks as if it held a secret. */
export interface SuspectLine {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  readonly why: string;
}

const code = /\.(?:[cm]?[jt]s|map)$/;
/** Kinds that are known by their own shape: in programs every second line is a setting of some name. */
const ownShape = new Set(['private-key', 'password-hash', 'token', 'cloud-key', 'url-password']);
const largest = 4 * 1_024 * 1_024;

/** What a person should look at before the package is given away. */
export function suspectLines(files: PackageFiles): readonly SuspectLine[] {
  return [...files].flatMap(([path, bytes]) => {
    if (bytes.length > largest || !isUtf8(bytes) || bytes.includes(0)) return [];
    const found = findSecrets(bytes.toString());
    return found.filter(({ kind }) => !code.test(path) || ownShape.has(kind)).map(({ line, kind, why }) => ({ path, line, kind, why }));
  });
}
