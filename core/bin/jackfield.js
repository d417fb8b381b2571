#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

// A signal must not open the host's inspector: with it a plugin of the same user could read everything.
const flags = ['--disable-sigusr1'];
const words = [...flags, ...process.argv.slice(1)];

if (Number(process.versions.node.split('.')[0]) < 26) {
  // Jackfield needs Node 26; a project installed with an older one has the right one as a dependency.
  const child = spawn(createRequire(import.meta.url).resolve('node/bin/node'), words, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} else if (flags.every((flag) => process.execArgv.includes(flag))) {
  await import('../dist/cli/main.js');
} else {
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...words], process.env);
}
