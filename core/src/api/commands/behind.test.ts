import { expect, test } from 'vitest';
import { everything } from '../../access/index.ts';
import { blastRadiusOf } from '../../changes/index.ts';
import { FakeServices, switchDevice } from '../../testing/index.ts';
import { inSight } from '../sight/index.ts';
import { commands } from './index.ts';

/** Leeds is linked to York, and Bristol hangs on York. */
const ends = { leeds: ['york'], york: ['leeds', 'bristol'], bristol: ['york'] };
const devices = Object.entries(ends).map(([site, others]) => ({
  ...switchDevice, id: `id-${site}`, name: `${site}-core`, site, keys: [], labels: site === 'leeds' ? { anchor: 'yes' } : {},
  interfaces: switchDevice.interfaces.flatMap((one) => others.map((other) => ({ ...one, name: `to ${other}` }))),
  neighbours: others.map((other) => ({ protocol: 'lldp' as const, localPort: `to ${other}`, remoteName: `${other}-core`, remotePort: `to ${site}`, remoteChassis: null })),
}));

const { services } = new FakeServices('/nowhere', '/nowhere/s.sock');
const host = {
  ...services, inventory: { ...services.inventory, devices: () => devices, find: (asked: string) => devices.find(({ id, name }) => asked === id || asked === name) ?? null },
  changes: { ...services.changes, blastRadius: (risks: Parameters<typeof blastRadiusOf>[0]) => blastRadiusOf(risks, devices) },
};
const asked = (sites: readonly string[]) => commands.behind.perform(
  { services: inSight(host, (site) => site !== null && sites.includes(site)), person: 'vera', account: 'vera', rights: everything, signal: new AbortController().signal, progress: () => {}, daemon: { pid: 1, version: '0', startedAt: '' }, stop: () => {} }, { device: 'york-core', port: 'to bristol' },
);

test('who sees one site only is told how many more lose something, and not whom', async () => {
  expect(await asked(['york', 'bristol', 'leeds'])).toMatchObject({ devices: [{ name: 'bristol-core', how: 'way', at: { name: 'york-core', port: 'to bristol' } }], sites: [{ site: 'bristol', lost: 1, of: 1 }], hidden: 0 });
  const told = await asked(['york']);
  // Reckoned in the whole network: the way to the host begins at Leeds, which is not in sight either.
  expect(told).toMatchObject({ risks: [{ name: 'york-core', threat: 'cuts' }], devices: [], sites: [], hidden: 1, ownWay: false });
  expect(JSON.stringify(told)).not.toMatch(/bristol-core|leeds/);
});
