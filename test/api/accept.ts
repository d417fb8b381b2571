// Writes the reports of the SDK's surface anew, for review: npm run api
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { entryPoints } from './entry-points.ts';
import { extract } from './extract.ts';
import { reportFile } from './review.ts';

for (const entryPoint of entryPoints) {
  const file = reportFile(entryPoint);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, extract(entryPoint).report);
}
