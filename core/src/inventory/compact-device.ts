import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ManagedDevice } from './inventory.ts';

/** Lists that are long and rarely looked at. */
const lists = ['interfaces', 'parts', 'vlans', 'stations', 'arp'] as const;
/** Characters of a list that are not worth it. */
const fewest = 1_000;

/**
 * The same device, its long lists kept in short and read when somebody looks at them: the ports of a switch take a tenth of
 * the memory so, and a large fleet is mostly ports.
 */
export function compactDevice(device: ManagedDevice): ManagedDevice {
  const compact = { ...device };
  for (const list of lists) {
    const text = JSON.stringify(device[list]) ?? '';
    if (text.length < fewest) continue;
    // A copy: what zlib answers is a corner of the 64 KiB that it wrote into, and would keep all of them.
    const short = new Uint8Array(deflateRawSync(text, { level: 1 }));
    // Its own and enumerable: a copy of the device has the list itself.
    Object.defineProperty(compact, list, { enumerable: true, get: () => JSON.parse(inflateRawSync(short).toString()) });
  }
  return compact;
}
