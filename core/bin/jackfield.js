#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

// Jackfield needs Node 26; a project installed with an older one has the right one as a dependency.
if (Number(process.versions.node.split('.')[0]) < 26) {
  const node = createRequire(import.meta.url).resolve('node/bin/node');
  const child = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(child.status ?? 1);
}
await import('../dist/cli/main.js');
