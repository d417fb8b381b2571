import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two samples. */
const sampleInterval = 1;

/**
 * Samples this process for so long: a V8 CPU profile as JSON text. Works inside all fences, where the inspector does not;
 * a process that never gives its loop back never ends it.
 */
export async function cpuProfile(milliseconds: number): Promise<string> {
  // Imported when first asked for: it costs every start 5 ms.
  const { startCpuProfile } = await import('node:v8');
  using profile = startCpuProfile({ sampleInterval });
  await delay(milliseconds);
  return profile.stop();
}
