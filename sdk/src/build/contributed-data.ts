import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Manifest } from '../contract/manifest.ts';
import type { Complaint } from './complaint.ts';
import { namedPatterns } from './manifest-complaints.ts';

/** Where the host finds the files for other plugins' points as one that is read fast: beside the bundle. */
function compiledPath(directory: string, manifest: Manifest): string {
  return join(directory, dirname(manifest.main), 'contributed.json');
}

/**
 * Writes what the files for contribution points hold as one JSON file, each with the hash of the text that it was: the host
 * takes an entry only where the file is still that text. A file that cannot be read is told and left out.
 */
export async function compileContributedData(directory: string, manifest: Manifest): Promise<readonly Complaint[]> {
  const files = [...new Set(namedPatterns(manifest).flatMap(({ file }) => globSync(file, { cwd: directory })))].sort();
  if (files.length === 0) return [];
  const complaints: Complaint[] = [];
  const compiled: { [file: string]: { readonly sha256: string; readonly data: unknown } } = {};
  for (const file of files) {
    const text = await readFile(join(directory, file), 'utf8');
    const document = parseDocument(text);
    const [problem] = document.errors;
    if (problem === undefined) compiled[file] = { sha256: createHash('sha256').update(text).digest('hex'), data: document.toJS() };
    else complaints.push({ file, line: problem.linePos?.[0].line ?? null, message: problem.message });
  }
  const path = compiledPath(directory, manifest);
  const written = JSON.stringify(compiled);
  if ((await readFile(path, 'utf8').catch(() => null)) === written) return complaints;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, written);
  return complaints;
}
