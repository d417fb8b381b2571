import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { generateSchemas } from './generate-schemas.ts';

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

// Only the build knows zod: the plugin's process gets values that the host has already checked.
if (existsSync(resolve(directory, 'src/schemas.ts'))) {
  mkdirSync(resolve(directory, 'schemas'), { recursive: true });
  for (const [file, text] of await generateSchemas(directory)) writeFileSync(resolve(directory, 'schemas', file), text);
}
