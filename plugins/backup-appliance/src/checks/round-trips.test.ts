import { expect, test } from 'vitest';
import { contextOver, defaults, MemoryAppliance, output, repository } from '../testing/memory-appliance.ts';
import { anomalies } from './anomalies.ts';
import { capacity } from './capacity.ts';
import { clock } from './clock.ts';
import { copies } from './copies.ts';
import { drill } from './drill.ts';
import { escrow } from './escrow.ts';
import { immutability } from './immutability.ts';
import { locks } from './locks.ts';
import { offsite } from './offsite.ts';
import { outcomes } from './outcomes.ts';
import { retention } from './retention.ts';
import { verification } from './verification.ts';

const checks = { anomalies, capacity, clock, copies, drill, escrow, immutability, locks, offsite, outcomes, retention, verification };
const id = 'a'.repeat(64);
const answers: { readonly [command: string]: string } = {
  snapshots: '[]', restic: `lock ${id}\n{}\nlock ${id.replaceAll('a', 'b')}\n{}\n`, borg: '{"archives":[]}\nsizes\n{"archives":[]}\n', bconsole: '1000 OK: 103 dir Version: 9.6.7\n',
  clock: '1795745400\n', room: '1B-blocks Avail Inodes IFree\n1000 600 10 5\nusage\n',
};
const settings = { ...defaults, offsite: { rpo: 50, places: 1 }, retention: { atLeast: 7 } };

// A site may be a satellite away, and each command of these programs opens the repository anew.
test.each(['restic', 'borg', 'bacula'] as const)('a check of %s is at most one round trip for each repository', async (product) => {
  const spent: { [check: string]: number } = {};
  for (const [name, check] of Object.entries(checks)) {
    const appliance = new MemoryAppliance((command) => output(answers[command] ?? ''));
    const context = contextOver(appliance, { ...settings, repositories: [{ ...repository, product, offsite: true, escrow: { seenAt: '2026-01-05', by: 'Ann', where: 'the safe' } }] });
    await check(context).catch(() => null);
    spent[name] = appliance.reads;
  }
  expect(spent).toMatchObject({ copies: 1, capacity: product === 'bacula' ? 0 : 1 });
  expect(Math.max(...Object.values(spent))).toBe(1);
});
