import { z } from 'zod';
import { installScripts } from './errors.ts';
import type { PackageFiles } from './package-path.ts';

/** What npm would run by itself when a package is installed; a file binding.gyp makes it compile. */
const lifecycle = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare', 'dependencies'];
const packageSchema = z.looseObject({ scripts: z.record(z.string(), z.unknown()).optional() });

function parsed(content: Buffer): z.infer<typeof packageSchema> | null {
  try {
    return packageSchema.parse(JSON.parse(content.toString('utf8')));
  } catch {
    // A broken one of its own is told of as such; broken ones of others are no package.json to npm either.
    return null;
  }
}

const isPackageJson = (path: string): boolean => path === 'package.json' || path.endsWith('/package.json');

/** Refuses a package that something would run of at its installation, anywhere in it. */
export function refuseInstallScripts(files: PackageFiles, file: string): void {
  for (const [path, content] of files) {
    if (path === 'binding.gyp' || path.endsWith('/binding.gyp')) throw installScripts(`${path} is compiled at the installation`, { place: { file }, hint: 'Use a dependency without native code: plugins cannot load it.' });
    if (!isPackageJson(path)) continue;
    const found = Object.keys(parsed(content)?.scripts ?? {}).filter((name) => lifecycle.includes(name));
    if (found.length > 0) throw installScripts(`${path} has ${found.join(', ')}`, { place: { file } });
  }
}

/** The file without scripts of any kind: an installed plugin needs none. */
export function withoutScripts(path: string, content: Buffer): Buffer {
  const value = isPackageJson(path) ? parsed(content) : null;
  if (value?.scripts === undefined) return content;
  const { scripts: _, ...rest } = value;
  return Buffer.from(`${JSON.stringify(rest, null, 2)}\n`);
}
