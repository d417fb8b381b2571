import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { bundleStale, notBuilt } from './errors.ts';

const ours = 'jackfield-plugin-build';
const buildableSchema = z.looseObject({
  scripts: z.looseObject({ build: z.string().default('') }).default({ build: '' }),
  jackfield: z.looseObject({ main: z.string().default('dist/plugin.js') }),
});

type Buildable = z.infer<typeof buildableSchema>;

/** Null for a folder without sources of its own, or whose package.json says too little: others tell about that. */
async function buildable(directory: string): Promise<Buildable | null> {
  if (!existsSync(join(directory, 'src/plugin.ts'))) return null;
  try {
    return buildableSchema.parse(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** Sources that end up in the bundle: tests do not. */
async function sources(directory: string): Promise<readonly string[]> {
  const entries = await readdir(join(directory, 'src'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.[cm]?[jt]sx?$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
  return [join(directory, 'package.json'), ...files];
}

/**
 * Refuses a folder whose bundle is older than what it is made of: it would be packed, or tried, as it was before the last edit. Looks
 * at the files alone and runs nothing of them.
 */
export async function refuseStale(directory: string): Promise<void> {
  const found = await buildable(directory);
  if (found === null) return;
  const bundle = await stat(join(directory, found.jackfield.main)).catch(() => null);
  // That it is missing is told by who reads the manifest.
  if (bundle === null) return;
  for (const file of await sources(directory)) {
    if ((await stat(file)).mtimeMs <= bundle.mtimeMs) continue;
    throw bundleStale(`${relative(directory, file)} was changed after ${found.jackfield.main} was built`, { place: { file } });
  }
}

/** Builds a plugin anew when `npm run build` would do it with our own builder; what builds otherwise is left to its author. */
export async function buildFirst(directory: string): Promise<boolean> {
  const found = await buildable(directory);
  if (found === null || !found.scripts.build.includes(ours)) return false;
  // The bundler comes with it: no other command pays for loading it.
  const { PluginBuild } = await import('@jackfield/sdk/build');
  await using build = new PluginBuild({ directory, minify: true });
  const { complaints } = await build.build({ load: false });
  const [first] = complaints;
  if (first === undefined) return true;
  const more = complaints.length === 1 ? '' : ` (and ${complaints.length - 1} more)`;
  throw notBuilt(`${first.message}${more}`, { place: { file: join(directory, first.file), ...(first.line === null ? {} : { line: first.line }) } });
}
