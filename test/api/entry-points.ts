import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';

export const root = resolve(import.meta.dirname, '../..');

/** A module that authors and hosts import, and the folder of its package. */
export interface EntryPoint {
  /** As it is imported: `@jackfield/sdk/testing`. */
  readonly module: string;
  readonly workspace: 'sdk' | 'core';
  /** Its declarations, as the build makes them; in the workspace's folder. */
  readonly types: string;
  /** Name of its report: `sdk/api/testing.api.md`. */
  readonly report: string;
  /** Only the host imports it: it may change with any version. */
  readonly internal: boolean;
}

const packageSchema = z.object({ name: z.string(), exports: z.record(z.string(), z.union([z.string(), z.object({ types: z.string() })])) });

/** Programs: they run when they are imported, and export nothing. */
const programs = ['./simulate'];

function entryPointsOf(workspace: 'sdk' | 'core'): EntryPoint[] {
  const { name, exports } = packageSchema.parse(JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8')));
  return Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string' || programs.includes(path)) return [];
    return [{ module: join(name, path), workspace, types: target.types, report: path === '.' ? workspace : basename(path), internal: join(name, path) === '@jackfield/sdk/runtime' }];
  });
}

/** All of both packages. */
export const entryPoints: readonly EntryPoint[] = [...entryPointsOf('sdk'), ...entryPointsOf('core')];

export function entryPointOf(module: string): EntryPoint {
  const found = entryPoints.find((one) => one.module === module);
  if (found === undefined) throw new RangeError(`${module} is no entry point`);
  return found;
}
