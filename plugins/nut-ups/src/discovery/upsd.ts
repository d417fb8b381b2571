import { Unsupported, type Discovery, type Identification, type Tcp } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';
import { upsesOf, type Ups } from '../upses.ts';

/** Drivers that reach a UPS over a network: another upsd may know the same one, so its serial number is not this machine's. */
const shared = new Set(['snmp-ups', 'netxml-ups', 'apcupsd-ups', 'clone']);

function isShared(ups: Ups): boolean {
  return shared.has(ups.text('driver.name') ?? '') || (ups.text('driver.parameter.port') ?? '').includes('@');
}

/** What all of them say; null when they differ. */
function common(upses: readonly Ups[], ...variables: readonly string[]): string | null {
  const told = new Set(upses.map((ups) => variables.map((variable) => ups.text(variable)).find((text) => text !== null) ?? null));
  const [only = null] = told;
  return told.size === 1 ? only : null;
}

/** Null where no UPS is. Whoever knows the machine that upsd runs on knows better what to call it. */
async function describe(tcp: Tcp): Promise<Identification | null> {
  const seen = await upsesOf(tcp);
  if (seen.length === 0) return null;
  const known = seen.flatMap(({ ups }) => (ups === null ? [] : [ups]));
  const [only] = seen.length === 1 ? known : [];
  const serial = only === undefined || isShared(only) ? null : (only.text('device.serial') ?? only.text('ups.serial'));
  return {
    kind: 'power', name: null, vendor: common(known, 'device.mfr', 'ups.mfr'), model: common(known, 'device.model', 'ups.model'), os: null, version: common(known, 'ups.firmware'), serial,
    keys: serial === null ? [] : [{ type: 'serial', value: serial }],
    confidence: 40,
  };
}

export const upsd: Discovery<Settings> = {
  identify: ({ tcp }) => describe(tcp),
  async inspect({ tcp }) {
    const identification = await describe(tcp);
    if (identification === null) throw new Unsupported('upsd has no UPS', { hint: 'Its ups.conf names none.' });
    return { ...identification, interfaces: [], neighbours: [], addresses: [] };
  },
};
