import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@jackfield/sdk';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { contributedDataInvalid, contributionUnknown } from '../errors.ts';
import type { InstalledPlugin } from '../installed-plugin.ts';
import { compileSchema, complaintText } from '../schema-validation.ts';
import { readPackageFile } from './package-files.ts';

const ownKeys = new Set(['discovery', 'checks', 'resources', 'watchers', 'settings']);
const objectSchema = z.record(z.string(), z.json());

/** The contribution points a plugin fills, with the file patterns it names for them. */
function contributionsTo(plugin: InstalledPlugin): (readonly [point: string, patterns: readonly string[]])[] {
  return Object.entries(plugin.manifest.contributes).flatMap(([key, value]) =>
    ownKeys.has(key) || !Array.isArray(value) ? [] : [[key, value] as const],
  );
}

async function readData(file: string, check: (value: unknown) => readonly string[]): Promise<JsonObject> {
  const document = parseDocument(await readFile(file, 'utf8'));
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = problem.linePos?.[0].line;
    throw contributedDataInvalid(problem.message, { place: line === undefined ? { file } : { file, line } });
  }
  const parsed = objectSchema.safeParse(document.toJS());
  const complaints = parsed.success ? check(parsed.data) : ['not a mapping'];
  if (!parsed.success || complaints.length > 0) {
    throw contributedDataInvalid(complaints.join('; '), { place: { file } });
  }
  return parsed.data;
}

/**
 * Hands each plugin what others contribute to its points; of a plugin in several versions the leading one counts. A file that is not valid disables only itself: its error is
 * reported and the plugin goes on without it.
 */
export async function connectPoints(
  plugins: readonly InstalledPlugin[],
  leads: (plugin: InstalledPlugin) => boolean,
  report: (directory: string, error: Error) => void,
): Promise<InstalledPlugin[]> {
  const points = new Map<string, { check: (value: unknown) => readonly string[]; data: JsonObject[] }>();
  for (const plugin of plugins.filter(leads)) {
    for (const [point, { schema }] of Object.entries(plugin.manifest.points)) {
      const compiled = compileSchema(JSON.parse(await readPackageFile(plugin.directory, schema)), plugin.id);
      points.set(point, { check: (value) => compiled.complaints(value).map(complaintText), data: [] });
    }
  }
  for (const plugin of plugins.filter(leads)) {
    for (const [name, patterns] of contributionsTo(plugin)) {
      const point = points.get(name);
      if (point === undefined) {
        report(plugin.directory, contributionUnknown(`contributes.${name}: no installed plugin defines this point`, { place: { plugin: plugin.id } }));
        continue;
      }
      const files = (await Array.fromAsync(glob([...patterns], { cwd: plugin.directory }))).sort();
      for (const path of files) {
        await readData(join(plugin.directory, path), point.check).then(
          (data) => point.data.push(data),
          (error: Error) => report(plugin.directory, error),
        );
      }
    }
  }
  return plugins.map((plugin) => ({
    ...plugin,
    points: Object.fromEntries(Object.keys(plugin.manifest.points).map((point) => [point, points.get(point)?.data ?? []])),
  }));
}
