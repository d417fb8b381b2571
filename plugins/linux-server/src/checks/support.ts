import { result, type Check } from '@jackfield/sdk';
import { bytesText } from '../amounts.ts';
import { gather, linesOf } from '../gathering.ts';
import { readBlocks } from '../readings/blocks.ts';
import { readIdentity } from '../readings/identity.ts';
import { readRelease, supportEnd } from '../readings/release.ts';
import type { Settings } from '../settings.ts';

/** How long the release of the system is looked after, and what the machine is made of. */
export const support: Check<Settings> = async ({ ssh, settings: { support: settings } }) => {
  const gathering = await gather(ssh, ['inventory']);
  const { vendor, model, serial } = readIdentity(gathering);
  const release = readRelease(gathering);
  const end = supportEnd(release, settings.ends);
  const now = Number.parseInt(linesOf(gathering, 'now')?.[0] ?? '', 10);
  const left = end === null || Number.isNaN(now) ? null : Math.floor((end.at - now) / 86_400);
  const [, memory] = /^MemTotal:\s+(\d{1,15}) kB$/m.exec((linesOf(gathering, 'meminfo') ?? []).join('\n')) ?? [];
  const [count, sum] = linesOf(gathering, 'packages') ?? [];
  const blocks = readBlocks(linesOf(gathering, 'blocks') ?? []);
  const machine = [vendor, model, serial === null ? null : `serial ${serial}`].filter((word) => word !== null).join(' ') || 'a machine that does not tell its maker';
  const parts = [`${linesOf(gathering, 'cpus')?.[0] ?? '?'} × ${linesOf(gathering, 'cpu')?.[0]?.trim() ?? 'CPU'}`, memory === undefined ? 'memory unknown' : bytesText(Number(memory) * 1_024)];
  const disksText = blocks.map(({ name, bytes, model: kind }) => `${name} ${bytesText(bytes)}${kind === '' ? '' : ` ${kind}`}`).join(', ');
  const packages = Number.parseInt(count ?? '', 10);
  const state = left === null ? 'ok' : left < 0 ? settings.ended : left <= settings.warning ? 'warning' : 'ok';
  const known = end?.known ?? null;
  const table = known === null ? '' : ` (as of ${known.asOf})`;
  const told = left === null ? 'when its support ends is unknown' : left < 0 ? `its support ended on ${end?.date}${table}` : `supported until ${end?.date}${table}`;
  const age = known === null || Number.isNaN(now) ? null : Math.floor(now / 86_400 - Date.parse(known.asOf) / 86_400_000);
  return result[state](`${release.title}, ${told}`, {
    items: [
      { name: 'release', state, summary: `${release.title}, ${told}${known === null ? '' : `, see ${known.page}`}` },
      { name: 'hardware', state: 'ok', summary: [machine, ...parts, ...(disksText === '' ? [] : [disksText])].join('; ') },
      { name: 'packages', state: 'ok', summary: Number.isNaN(packages) ? 'not told' : `${packages} installed, check sum ${(sum ?? '').split(' ')[0]}` },
    ],
    metrics: [...(left === null ? [] : [{ name: 'support.left', value: left }]), ...(age === null ? [] : [{ name: 'support.tableAge', value: age }]), ...(Number.isNaN(packages) ? [] : [{ name: 'packages.installed', value: packages }])],
  });
};
