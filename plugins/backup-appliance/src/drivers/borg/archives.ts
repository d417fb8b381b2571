import { isRecord, numberOf, parse, recordsOf, textOf, timeOf } from '../../json.ts';
import type { Copy, Lock } from '../driver.ts';

/** `files-2026-11-27T03:00` is of the series `files`: what is backed up is told by the names that jobs give. */
function seriesOf(name: string): string {
  return name.replace(/\.checkpoint(\.\d+)?$/, '').replace(/[-_.:]?\d{4}-?\d{2}-?\d{2}([T_-]?\d{2}.*)?$/, '') || name;
}

/** Made by the appliance's program to be deleted: nobody's copy. */
const canary = /^jackfield-canary-\d/;

/** Times without a zone are of UTC: the script sees to that. Borg 2 writes the zone. */
function utc(value: unknown): number | null {
  const text = textOf(value);
  return timeOf(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

/** What scripts/borg.sh prints: `borg list --json` has all archives, behind the line `sizes` `borg info --json` those of the newest. */
export function readArchives(text: string): readonly Copy[] {
  const [list = '', info = ''] = text.split(/^sizes$/m);
  const [all, sizes] = [parse(list, 'borg list'), parse(info, 'borg info')];
  const known = new Map(recordsOf(isRecord(sizes) ? sizes['archives'] : null).map((archive) => [archive['id'], archive]));
  const copies = recordsOf(isRecord(all) ? all['archives'] : null).flatMap((archive): Copy[] => {
    const { id, name, start, hostname, comment } = archive;
    const time = utc(start);
    if (typeof id !== 'string' || typeof name !== 'string' || time === null || canary.test(name)) return [];
    const measured = known.get(id) ?? {};
    const stats = isRecord(measured['stats']) ? measured['stats'] : {};
    // A checkpoint is what an interrupted backup left; the comment is what a job gives to one that ended with warnings.
    const isWhole = !/\.checkpoint(\.\d+)?$/.test(name) && textOf(comment).trim() !== 'incomplete';
    return [{
      id: name, host: textOf(hostname), parts: [seriesOf(name)], time, bytes: numberOf(stats['original_size']), newBytes: numberOf(stats['deduplicated_size']), kind: '', suspicion: null,
      seconds: numberOf(measured['duration']), outcome: isWhole ? 'complete' : 'incomplete',
    }];
  });
  // What an archive has for itself alone is what was new in it only until the next one shares it.
  const last = new Map(copies.toSorted((one, other) => one.time - other.time).map((copy) => [`${copy.host} ${copy.parts.join()}`, copy]));
  return copies.map((copy) => (last.get(`${copy.host} ${copy.parts.join()}`) === copy ? copy : { ...copy, newBytes: null }));
}

/** `1764212345.5 host@1234.5678-9`: the exclusive lock is a folder with a file of its holder's name. */
export function readLocks(text: string): readonly Lock[] {
  return text.split('\n').flatMap((line): Lock[] => {
    const [, seconds, host, process] = /^(\d+)\S* (.*?)(?:@\d+)?\.(\d+-\d+)$/.exec(line) ?? [];
    return host === undefined ? [] : [{ id: `${host}.${process}`, host, isExclusive: true, time: Number(seconds) * 1_000 }];
  });
}
