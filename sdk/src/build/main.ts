import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

// One file with everything in it: a plugin's process may read nothing but its package, and starts twice as fast.
const directory = process.cwd();
const manifest: { main?: string } = JSON.parse(readFileSync(resolve(directory, 'package.json'), 'utf8')).jackfield ?? {};
const entry = resolve(directory, 'src/plugin.ts');
if (existsSync(entry)) {
  await build({
    entryPoints: [entry],
    outfile: resolve(directory, manifest.main ?? 'dist/plugin.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    minify: true,
    keepNames: true,
    sourcemap: 'linked',
    conditions: ['jackfield-source'],
    logLevel: 'warning',
  });
}
