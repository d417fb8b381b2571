import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createLocalTransports, transportSettings } from '../../core/src/transports/index.ts';
import { freeTcpPort } from './daemon.ts';
import { startKamailio } from './kamailio.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost } from './real-host.ts';

const address = '127.0.76.2';

describeWith(['kamailio'], 'SIP', () => {
  test.each([['udp', '200 OK'], ['tcp', '407 Proxy Authentication Required'], ['udp', '404 Not Found'], ['tcp', '503 Service Unavailable']] as const)('Kamailio answers OPTIONS over %s with %s', async (protocol, status) => {
    await using server = await startKamailio(address, status);
    await using transports = createLocalTransports({ names: [], get: () => { throw new Error('SIP needs no credentials'); } });
    const target = { key: 'x', site: 'leeds', address, settings: transportSettings({}) };
    const answer: unknown = JSON.parse(await transports.perform({ target, operation: { op: 'sip.options', port: server.port, protocol }, timeoutMs: 5_000 }));
    expect(answer).toMatchObject({ status: Number(status.slice(0, 3)), reason: status.slice(4), sent: 1, server: expect.stringContaining('kamailio') });
  });

  test('the peer of a trunk is seen well, and ill when it is gone; one that the site does not name is not asked', async () => {
    await using server = await startKamailio('127.0.77.2', '407 Proxy Authentication Required');
    const folder = await mkdtemp(join(tmpdir(), 'jackfield-sip-'));
    await using cleanup = new AsyncDisposableStack();
    cleanup.defer(() => rm(folder, { recursive: true }));
    const port = await freeTcpPort(address);
    await writeFile(join(folder, 'simulators.yaml'), stringify({ devices: [{ title: 'pbx', address, ami: { port, asterisk: { systemName: 'pbx', users: [{ name: 'jackfield', secret: 'orchard' }] } } }] }));
    cleanup.use(await startSimulators(join(folder, 'simulators.yaml')));
    // No network of the site: the other end of a trunk is a provider's.
    const peers = [{ name: 'carrier', host: server.address, port: server.port }];
    const start = async (named: readonly string[]) => startRealHost({
      networks: ['127.0.76.0/30'],
      plugins: { asterisk: { enabled: true, grant: 'read', settings: { trunks: { peers } } } },
      credentials: { pbx: { kind: 'ami', user: 'jackfield', secret: { plain: 'orchard' } } },
      transports: { ami: { port, credentials: 'pbx' }, sip: { timeoutMs: 1_000, peers: named } },
    });
    const look = async (host: Awaited<ReturnType<typeof start>>) => {
      const id = host.services.inventory.devices()[0]?.id ?? '';
      return (await host.services.health.checkNow(id)).find(({ check }) => check === 'trunk-options');
    };
    {
      await using host = await start([]);
      await host.services.discovery.run({});
      expect(await look(host)).toMatchObject({ state: 'unknown', code: 'JF0007', summary: expect.stringContaining('is neither in the networks of leeds nor a peer') });
    }
    await using host = await start(['127.0.77.0/30']);
    await host.services.discovery.run({});
    expect(await look(host)).toMatchObject({ state: 'ok', summary: '1 of 1 peers answer', items: [{ name: 'carrier', summary: expect.stringContaining('answers 407 Proxy Authentication Required') }] });
    await server.daemon[Symbol.asyncDispose]();
    expect(await look(host)).toMatchObject({ state: 'critical', items: [{ name: 'carrier', state: 'critical', summary: `nobody listens on port ${server.port}` }] });
  });
});
