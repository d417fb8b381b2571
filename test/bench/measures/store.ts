import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../core/dist/store/index.js';
import type { Figure } from '../figure.ts';

const batches = 500;
const rows = 100;

/** Rows as health writes samples: many small writes, joined by the store into few transactions; then journal writes, each on disk. */
export async function store(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-bench-'));
  try {
    const migrations = [{ id: 'bench-001', statements: ['CREATE TABLE bench (series INTEGER, at INTEGER, value REAL) STRICT'] }];
    await using opened = await openStore({ file: join(folder, 'bench.db'), migrations });
    const insert = (series: number): { sql: string; values: number[] } => ({ sql: 'INSERT INTO bench VALUES (?, ?, ?)', values: [series, Date.now(), Math.random()] });
    const soonAt = performance.now();
    await Promise.all(Array.from({ length: batches }, () => opened.writeSoon(Array.from({ length: rows }, (_, series) => insert(series)))));
    const soon = (batches * rows * 1_000) / (performance.now() - soonAt);
    const journalAt = performance.now();
    for (let entry = 0; entry < 200; entry += 1) await opened.write([insert(entry)]);
    const journal = (200 * 1_000) / (performance.now() - journalAt);
    return [
      { name: 'rows stored in joined writes', value: soon, unit: '/s', note: `${batches} writes of ${rows} rows` },
      { name: 'journal entries, each on disk before the next', value: journal, unit: '/s' },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
