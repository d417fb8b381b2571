import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeStateFolder } from '../../../store/index.ts';

/** Of an inform it is the receiver whose clock counts: name and starts of ours, as RFC 3414 asks for them. */
export interface TrapEngine {
  readonly id: Buffer;
  readonly boots: number;
  /** Seconds since this start. */
  time(): number;
}

const fileSchema = z.strictObject({ id: z.string().regex(/^([0-9a-f]{2}){5,32}$/), boots: z.int().min(0).max(2 ** 31 - 2) });

function engine(id: Buffer, boots: number): TrapEngine {
  const startedAt = performance.now();
  return { id, boots, time: () => Math.floor((performance.now() - startedAt) / 1_000) };
}

/** RFC 3411's form for octets of one's own, under the number of net-snmp's library. */
export function newEngine(): TrapEngine {
  return engine(Buffer.concat([Buffer.from('8000b98305', 'hex'), randomBytes(12)]), 1);
}

/** The engine of a host: the same name at every start, and one start more. What cannot be read is begun anew: devices ask again. */
export async function openEngine(stateDirectory: string): Promise<TrapEngine> {
  const file = join(stateDirectory, 'snmp-engine.json');
  const text = await readFile(file, 'utf8').catch(() => '');
  const known = fileSchema.safeParse(parsed(text));
  const opened = known.success ? engine(Buffer.from(known.data.id, 'hex'), known.data.boots + 1) : newEngine();
  await makeStateFolder(stateDirectory);
  await writeFile(`${file}.new`, `${JSON.stringify({ id: opened.id.toString('hex'), boots: opened.boots })}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return opened;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
