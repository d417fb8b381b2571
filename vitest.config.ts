import { defineConfig } from 'vitest/config';
import LongestFirst from './test/setup/longest-first.ts';

// Sources are tested as they stand: the condition makes @jackfield/sdk resolve to its TypeScript.
const conditions = ['jackfield-source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['{sdk,core,plugins/*}/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/lint/fixtures/**'],
    globalSetup: ['test/setup/compile-cache.ts'],
    setupFiles: ['test/setup/no-leaks.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
