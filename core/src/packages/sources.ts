import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { packageMismatch, packageTooLarge, sourceUnknown } from './errors.ts';
import { examine, type WholePackage } from './examine.ts';
import { packPlugin } from './pack.ts';
import { packageLimits } from './read-tarball.ts';
import { fetchRelease, packageSpec, type RegistrySettings } from './registry.ts';

export interface FetchedPackage {
  readonly whole: WholePackage;
  /** As the lock file keeps it. */
  readonly source: string;
  /** How errors call it. */
  readonly file: string;
}

/** The bytes of a package file. */
export async function readPackage(file: string): Promise<Buffer> {
  const size = await stat(file).then((found) => found.size, (cause: unknown) => {
    throw sourceUnknown('there is no such file', { place: { file }, cause });
  });
  if (size > packageLimits.packedBytes) throw packageTooLarge(`it has ${size} bytes, ${packageLimits.packedBytes} are allowed`, { place: { file } });
  return readFile(file);
}

/** The package of the registry that a text names; null when it can only be a file. */
export const registrySpec = (from: string): ReturnType<typeof packageSpec> => (/^[./~]|\.tgz$/.test(from) ? null : packageSpec(from.replace(/^npm:/, '')));

/** Gets a package from a folder, a file or the registry, and proves that it is whole. */
export async function fetchPackage(from: string, settings: RegistrySettings): Promise<FetchedPackage> {
  const path = resolve(from);
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) {
    const { bytes } = await packPlugin(path);
    return { whole: await examine(bytes, path), source: `file:${path}`, file: path };
  }
  if (found?.isFile()) return { whole: await examine(await readPackage(path), path), source: `file:${path}`, file: path };
  const spec = registrySpec(from);
  if (spec === null) throw sourceUnknown(`there is no file or folder ${from}, and it is no name of a package`);
  return (await fetchFromRegistry(spec, settings)).fetched;
}

/** The newest release that a name and its range allow, with its bytes. */
export async function fetchFromRegistry(spec: NonNullable<ReturnType<typeof packageSpec>>, settings: RegistrySettings): Promise<{ readonly fetched: FetchedPackage; readonly bytes: Buffer }> {
  const { packageName, version, bytes } = await fetchRelease(spec, settings);
  const file = `${packageName}@${version}`;
  const whole = await examine(bytes, file);
  if (whole.list.package !== packageName || whole.list.version !== version) {
    throw packageMismatch(`the registry gave ${whole.list.package} ${whole.list.version} for ${file}`, { place: { file } });
  }
  return { fetched: { whole, source: `npm:${file}`, file }, bytes };
}
