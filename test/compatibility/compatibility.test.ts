import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sdkVersion } from '@jackfield/sdk';
import { createHostEvents, listen } from '../../core/src/events/index.ts';
import { readCatalogue, SandboxedPluginHost, type CallTarget } from '../../core/src/plugins/index.ts';
import type { Configuration } from '../../core/src/sites/index.ts';
import type { Transports } from '../../core/src/transports/index.ts';

// Bundles of other times: `old` was really built before bundles said which SDK they hold, the others are as later SDKs may make them.

const device: CallTarget = { id: 'dev-1', name: 'sw1', site: 'leeds', address: '10.0.0.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {} };
const daemon: Configuration['daemon'] = {
  stateDirectory: '', socket: '', listen: { address: '127.0.0.1', port: 9_410 }, publicUrl: null, oidc: null, passwords: 'always', plugins: [], logLevel: 'info',
  traps: null, simulators: null, retention: { samplesDays: 7, rollupsDays: 400, resultsDays: 100 },
};
const unused = (): never => {
  throw new Error('not used here');
};
const transports: Transports = {
  perform: async ({ target }) => `[["1.3.6.1.2.1.1.5.0",${target.key === 'nameless' ? '"NoSuchInstance",null' : '"OctetString","core"'}]]`,
  subscribe: unused, receiveTraps: unused, renew: async () => undefined, sweep: unused, status: () => [], hostKeys: async () => [], acceptHostKey: unused, refuseHostKey: unused, redact: unused, reloadCredentials: unused, [Symbol.asyncDispose]: async () => undefined,
};
const current: Configuration = {
  directory: '', etag: '', daemon, get organization(): never { return unused(); }, get sites(): never { return unused(); },
  get pluginLock(): never { return unused(); }, get trust(): never { return unused(); },
  setting: () => undefined, pluginSettings: () => ({}), explain: unused, enablement: () => ({ enabled: true, version: null, grant: 'write', calls: false }),
  siteOf: () => ({ id: 'leeds', title: '', region: '', district: '', networks: [], devices: [], file: '' }),
};

let host: SandboxedPluginHost;
let warnings: string[];
let open: DisposableStack;

beforeEach(async () => {
  open = new DisposableStack();
  const events = createHostEvents();
  warnings = [];
  open.use(listen(events, { 'plugin.log': ({ plugin, level, message }) => level === 'warn' && warnings.push(`${plugin}: ${message}`) }));
  host = new SandboxedPluginHost(await readCatalogue([join(import.meta.dirname, 'plugins')]), { current }, transports, { recordDeed: async () => undefined }, events);
});
afterEach(async () => {
  await host[Symbol.asyncDispose]();
  open.dispose();
});

const check = (plugin: string, id = 'dev-1') => host.check({ plugin, device: { ...device, id }, deadlineMs: 20_000, person: 'ann', check: 'name' });
const statusOf = async (plugin: string) => (await host.status()).find(({ id }) => id === plugin);

describe('a bundle from before bundles said which SDK they hold', () => {
  test('works: answers, operations, outcomes', async () => {
    expect(await check('old')).toMatchObject({ state: 'ok', summary: 'sw1 calls itself core' });
    await expect(check('old', 'nameless')).rejects.toMatchObject({ kind: 'Unsupported', code: 'JF0004', hint: 'Leave it out.' });
  });

  test('is told to be deprecated, once, and stays so in the status', async () => {
    await check('old');
    await check('old');
    expect(warnings).toEqual([expect.stringMatching(/^old: JFD001 a bundle that does not say .* gone in 1\.0\.0\. Build it again/)]);
    expect(await statusOf('old')).toMatchObject({ sdk: null, deprecated: [{ code: 'JFD001' }] });
  });
});

describe('a bundle of a later SDK', () => {
  test('with another protocol is refused, and the host is the side to update', async () => {
    await expect(check('future-protocol')).rejects.toMatchObject({
      code: 'JF2250', message: `future-protocol, built with SDK 3.1.0, speaks protocol 2; this host, with SDK ${sdkVersion}, speaks 1`, hint: expect.stringMatching(/^Update Jackfield to one with SDK 3\.1\.0/),
    });
    // Its process ends by itself.
    await vi.waitFor(async () => expect(await statusOf('future-protocol')).toMatchObject({ state: 'quarantined' }));
  });

  test('that needs what this host cannot do is refused with its name', async () => {
    await expect(check('future-needs')).rejects.toMatchObject({ code: 'JF2251', message: expect.stringContaining('needs netconf; this host') });
  });

  test('that speaks the same protocol works, asks the host what it can do, and tells what it calls that is deprecated', async () => {
    expect(await check('future-calls')).toMatchObject({ summary: `without netconf, on SDK ${sdkVersion}` });
    await check('future-calls');
    expect(warnings).toEqual(['future-calls: JFD901 deprecated in an SDK that is newer than this host; its notes say what to do instead']);
    expect(await statusOf('future-calls')).toMatchObject({ sdk: '0.9.0', deprecated: [{ code: 'JFD901' }] });
  });
});
