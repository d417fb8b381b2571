// Rates from a counter of 32 bits: it wraps, and begins anew when the device restarts or its counters are cleared.
import { readFileSync } from 'node:fs';
import { definePlugin, result } from '@jackfield/sdk';

const manifest = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const [uptimeOid, octetsOid, discontinuityOid] = ['1.3.6.1.2.1.1.3.0', '1.3.6.1.2.1.2.2.1.10.1', '1.3.6.1.2.1.31.1.1.1.19.1'];
const last = new Map();

export default definePlugin(manifest, {
  discovery: { meter: { identify: async () => null, inspect: async () => ({}) } },
  checks: {
    traffic: async ({ device, snmp }) => {
      const [ticks, octets, since] = (await snmp.get([uptimeOid, octetsOid, discontinuityOid])).map(({ value }) => Number(value.value));
      const before = last.get(device.id);
      last.set(device.id, { ticks, octets, since });
      if (before === undefined) return result.ok('measuring');
      if (ticks < before.ticks || since !== before.since) return result.ok('counting anew');
      const rate = (((octets - before.octets + 2 ** 32) % 2 ** 32) * 8) / ((ticks - before.ticks) / 100);
      return result.ok(`${Math.round(rate / 1e6)} Mbit/s`, { metrics: [{ name: 'port.in', value: Math.round(rate) }] });
    },
  },
});
