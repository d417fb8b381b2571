import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import LongestFirst from './test/setup/longest-first.ts';

// Sources are tested as they stand: the condition makes @jackfield/sdk resolve to its TypeScript.
const conditions = ['jackfield-source', 'node', 'import', 'default'];
const exclude = ['**/node_modules/**', '**/dist/**', 'test/lint/fixtures/**'];
/** Units, and tests that start a host in their own process. */
const sharing = ['{sdk,core,plugins/*}/src/**/*.test.ts', 'test/{real,simulated}/**/*.test.ts'];
/** Of these: what puts a mock or a folder under the whole process, or takes so long that what a process costs is nothing. */
const notSharing = ['core/src/cli/*.test.ts', 'core/src/conformance/rules.test.ts', 'plugins/*/src/conformance.test.ts', 'plugins/backup-appliance/src/appliance.test.ts'];

function project(test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: { setupFiles: ['test/setup/no-leaks.ts'], testTimeout: 30_000, hookTimeout: 60_000, pool: 'forks', maxWorkers: 3, ...test },
  };
}

export default defineConfig({
  test: {
    globalSetup: ['test/setup/compile-cache.ts'],
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      project({ name: 'apart', include: ['test/**/*.test.ts', ...notSharing], exclude: [...exclude, 'test/{real,simulated}/**'] }),
      // Two processes, each for half of the files: what the files import is loaded twice, and not once for each of them.
      project({ name: 'together', include: sharing, exclude: [...exclude, ...notSharing], isolate: false }),
    ],
  },
});
