import { resolve } from 'node:path';

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
  /** Types that are reached and not exported stand in the report too. Not for what only the host imports. */
  readonly reviewed: boolean;
}

export const entryPoints: readonly EntryPoint[] = [
  { module: '@jackfield/sdk', workspace: 'sdk', types: 'dist/index.d.ts', report: 'sdk', reviewed: true },
  { module: '@jackfield/sdk/manifest', workspace: 'sdk', types: 'dist/manifest.d.ts', report: 'manifest', reviewed: true },
  { module: '@jackfield/sdk/runtime', workspace: 'sdk', types: 'dist/runtime/index.d.ts', report: 'runtime', reviewed: false },
  { module: '@jackfield/sdk/testing', workspace: 'sdk', types: 'dist/testing/index.d.ts', report: 'testing', reviewed: true },
  { module: '@jackfield/core/testing', workspace: 'core', types: 'dist/test-host/index.d.ts', report: 'testing', reviewed: true },
  { module: '@jackfield/core/conformance', workspace: 'core', types: 'dist/conformance/index.d.ts', report: 'conformance', reviewed: true },
];
