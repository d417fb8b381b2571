import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { root, type EntryPoint } from './entry-points.ts';

/** Where the report of an entry point is committed. */
export function reportFile({ workspace, report }: EntryPoint): string {
  return join(root, workspace, 'api', `${report}.api.md`);
}

/** What changed since the committed report, and how to accept it; null when nothing did. */
export function unreviewed(entryPoint: EntryPoint, current: string): string | null {
  const file = reportFile(entryPoint);
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (committed === current) return null;
  const [, , ...patch] = createTwoFilesPatch('reviewed', 'now', committed, current, '', '', { context: 2 }).split('\n');
  return [
    `The surface of ${entryPoint.module} is not what ${entryPoint.workspace}/api/${entryPoint.report}.api.md says:`, ...patch,
    'Plugins compile against it. When the change is wanted, accept it with "npm run api", commit the report, and say it in CHANGELOG.md.',
  ].join('\n');
}
