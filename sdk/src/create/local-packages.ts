import { stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { sdkVersion } from '../contract/version.ts';
import { CreateRefused } from './create-refused.ts';

/** As `npm pack` names it: `@jackfield/sdk` is in `jackfield-sdk-0.1.0.tgz`. */
const tarballOf = (name: string): string => `${name.replace('@', '').replace('/', '-')}-${sdkVersion}.tgz`;

/**
 * The packages of Jackfield as they lie in a folder, packed by `npm pack`: what stands for each in the package.json of the plugin in
 * `root`. Throws `CreateRefused` that names the one that is not there.
 */
export async function localPackages(packages: string, root: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const directory = resolve(packages);
  const wanted = new Map<string, string>();
  for (const name of names) {
    const file = join(directory, tarballOf(name));
    const isThere = await stat(file).then((found) => found.isFile(), () => false);
    if (!isThere) throw new CreateRefused(`--packages: ${file} is not there`, `In your clone of Jackfield: npm pack -w ${name} --pack-destination ${directory}`);
    wanted.set(name, `file:${relative(root, file).replaceAll(sep, '/')}`);
  }
  return wanted;
}
