import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@jackfield/sdk';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { contributedDataInvalid, contributionUnknown } from '../errors.ts';
import type { InstalledPlugin } from '../installed-plugin.ts';
import { compileSchema, complaintText, type SchemaComplaint } from '../schema-validation.ts';
import { CompiledData } from './compiled-data.ts';
import { readPackageFile } from './package-files.ts';

const ownKeys = new Set(['discovery', 'checks', 'resources', 'watchers', 'notifiers', 'dashboards', 'commands', 'settings']);
const objectSchema = z.record(z.string(), z.json());

/** The contribution points a plugin fills, with the file patterns it names for them. */
function contributionsTo(plugin: InstalledPlugin): (readonly [point: string, patterns: readonly string[]])[] {
  return Object.entries(plugin.manifest.contributes).flatMap(([key, value]) =>
    ownKeys.has(key) || !Array.isArray(value) ? [] : [[key, value] as const],
  );
}

type Check = (value: unknown) => readonly SchemaComplaint[];

/** The line of a document that a complaint is about; that of what holds it where the key itself is not there. */
function lineOf(text: string, path: SchemaComplaint['path']): number | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

function parseData(file: string, text: string): JsonObject {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = problem.linePos?.[0].line;
    throw contributedDataInvalid(problem.message, { place: line === undefined ? { file } : { file, line } });
  }
  const data = objectSchema.safeParse(document.toJS());
  if (!data.success) throw contributedDataInvalid('not a mapping', { place: { file } });
  return data.data;
}

/** Reads one file, from what the build made of it where that still holds. */
async function readData(directory: string, path: string, compiled: CompiledData, check: Check): Promise<JsonObject> {
  const file = join(directory, path);
  const text = await readFile(file, 'utf8');
  const data = compiled.find(path, text) ?? parseData(file, text);
  const complaints = check(data);
  const [first] = complaints;
  if (first !== undefined) {
    const line = lineOf(text, first.path);
    throw contributedDataInvalid(complaints.map(complaintText).join('; '), { place: line === null ? { file } : { file, line } });
  }
  return data;
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
  const points = new Map<string, { check: Check; data: JsonObject[] }>();
  for (const plugin of plugins.filter(leads)) {
    for (const [point, { schema }] of Object.entries(plugin.manifest.points)) {
      const compiled = compileSchema(JSON.parse(await readPackageFile(plugin.directory, schema)), plugin.id);
      points.set(point, { check: (value) => compiled.complaints(value), data: [] });
    }
  }
  for (const plugin of plugins.filter(leads)) {
    const contributions = contributionsTo(plugin);
    if (contributions.length === 0) continue;
    const compiled = await CompiledData.of(plugin);
    for (const [name, patterns] of contributions) {
      const point = points.get(name);
      if (point === undefined) {
        report(plugin.directory, contributionUnknown(`contributes.${name}: no installed plugin defines this point`, { place: { plugin: plugin.id } }));
        continue;
      }
      const files = (await Array.fromAsync(glob([...patterns], { cwd: plugin.directory }))).sort();
      for (const path of files) {
        await readData(plugin.directory, path, compiled, point.check).then(
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
