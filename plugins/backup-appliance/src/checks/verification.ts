import { result, Unsupported, type Check, type Item } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import type { Settings } from '../settings.ts';

/** What the appliance's job wrote of the last `restic check` of one repository. */
interface Verification {
  readonly finishedAt: number;
  readonly isOk: boolean;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** `{"/srv/backup/office": {"finishedAt": "2026-11-20T03:12:00Z", "ok": true}, …}`; what does not fit is not there. */
export function readStatus(text: string): ReadonlyMap<string, Verification> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const found = new Map<string, Verification>();
  for (const [repository, value] of isRecord(json) ? Object.entries(json) : []) {
    const finishedAt = isRecord(value) && typeof value['finishedAt'] === 'string' ? Date.parse(value['finishedAt']) : Number.NaN;
    if (isRecord(value) && !Number.isNaN(finishedAt)) found.set(repository, { finishedAt, isOk: value['ok'] === true });
  }
  return found;
}

/** When each repository was last verified, and how that ended. restic keeps no record of it: the job's own file does. */
export const verification: Check<Settings> = async ({ ssh, settings }) => {
  const { statusFile, warning, critical } = settings.verification;
  const file = await ssh.readFile(statusFile);
  if (file === null) {
    throw new Unsupported(`${statusFile} is not there: nobody knows when the repositories were verified`, {
      hint: 'Let the appliance\'s "restic check" job write it; the plugin\'s README shows how.',
    });
  }
  const status = readStatus(Buffer.from(file.content).toString('utf8'));
  const now = Date.now();
  const items = settings.repositories.map(({ path: name }): Item => {
    const last = status.get(name);
    if (last === undefined) return { name, state: 'warning', summary: 'Never verified' };
    const age = hoursSince(last.finishedAt, now);
    const metrics = [{ name: 'verification.age', value: age }];
    if (!last.isOk) return { name, state: 'critical', summary: `The verification ${ageText(age)} ago found errors`, metrics };
    return { name, state: age > critical ? 'critical' : age > warning ? 'warning' : 'ok', summary: `Verified ${ageText(age)} ago`, metrics };
  });
  const bad = items.filter((item) => item.state !== 'ok').length;
  return result.fromItems(bad === 0 ? `${items.length} repositories verified` : `${bad} of ${items.length} repositories not verified in time`, items);
};
