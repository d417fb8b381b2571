import { AuthFailed, NotReady, Unsupported, type Discovery, type HttpReader, type Identification } from '@jackfield/sdk';
import { z } from 'zod';
import type { Settings } from '../settings.ts';

const path = '/api/system';
const text = z.string().min(1).max(200);
const system = z.object({ product: text, version: text.nullish(), serial: text.nullish(), hostname: text.nullish() });

/** Null where something else answers. A login that is refused is told: what `match` lets through is most likely ours. */
async function describe(http: HttpReader): Promise<Identification | null> {
  const { status, body } = await http.get(path);
  if (status === 401 || status === 403) throw new AuthFailed(`${path}: ${status}`);
  if (status === 429 || status >= 500) throw new NotReady(`${path}: ${status}`);
  const found = status === 200 ? system.safeParse(jsonOf(body)) : null;
  if (found?.success !== true) return null;
  const { product, version = null, serial = null, hostname = null } = found.data;
  return {
    kind: 'appliance', name: hostname, vendor: '__title__', model: product, os: null, version, serial,
    keys: serial === null ? [] : [{ type: 'serial', value: serial }],
    confidence: 85,
  };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

export const appliance: Discovery<Settings> = {
  identify: ({ http }) => describe(http),
  async inspect({ http }) {
    const identification = await describe(http);
    if (identification === null) throw new Unsupported(`${path} does not tell what it is`, { hint: 'Is this another machine behind the same address?' });
    return { ...identification, interfaces: [], neighbours: [], addresses: [] };
  },
};
