import { once } from 'node:events';
import { link, lstat, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApi, type Api } from './api.ts';
import { askDaemon, ControlClient } from '../control/index.ts';
import type { DaemonCommands } from './daemon-client.ts';
import { changeOf, FakeServices, openIncident, plan } from '../testing/index.ts';

let directory: string;
let fake: FakeServices;
let stack: AsyncDisposableStack;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-api-'));
  fake = new FakeServices(directory, join(directory, 's.sock'));
  stack = new AsyncDisposableStack();
});
afterEach(async () => {
  await stack.disposeAsync();
  await rm(directory, { recursive: true, force: true });
});

async function open(stop = vi.fn<() => void>(), listen = { address: '127.0.0.1', port: 0 }): Promise<Api> {
  return stack.use(await createApi({ services: fake.services, daemon: { socket: fake.socket, listen }, stop }));
}

const client = (): ControlClient<DaemonCommands> => new ControlClient<DaemonCommands>({ socket: fake.socket, person: 'ada' });

describe('the control socket', () => {
  test('is open to its owner alone', async () => {
    await open();
    const { mode } = await lstat(fake.socket);
    expect(mode & 0o777).toBe(0o600);
    expect(await askDaemon(fake.socket)).toMatchObject({ pid: process.pid });
  });

  test('gives devices the shape that programs rely on', async () => {
    await open();
    expect(await client().call('devices', { ports: true })).toEqual([{
      id: 'id-1', name: 'core-1', site: 'leeds', kind: 'switch', addresses: ['10.1.0.1'], vendor: 'Acme', model: 'W48', os: null, version: '7.1', serial: null,
      plugins: ['snmp-switch'], state: 'critical',
      interfaces: [{ index: 3, name: 'Gi1/0/3', adminStatus: 'up', operStatus: 'up', speed: 1_000_000_000 }],
      neighbours: [{ localPort: 'Gi1/0/3', remoteName: 'edge-2', remotePort: 'Gi1/0/1' }],
    }]);
    await expect(client().call('devices', { site: 'york' })).rejects.toThrow('there is no site york');
  });

  test('gives status with devices, checks by state, plugins and schedule lag', async () => {
    await open();
    expect(await client().call('status', {})).toMatchObject({
      devices: 1, checks: { ok: 0, warning: 0, critical: 1, unknown: 0, pending: 0 }, incidents: { open: 1, acknowledged: 0 },
      plugins: [{ id: 'snmp-switch', state: 'active', restarts: 1, cpuMs: 1_200, pssBytes: 21_000_000, operations: 40 }],
      schedule: { lagMs: { p50: 1, p95: 2, max: 3 } },
    });
  });

  test('tells progress before the result', async () => {
    await open();
    const steps: unknown[] = [];
    const report = await client().call('discover', {}, { onProgress: (step) => void steps.push(step) });
    expect(steps).toEqual([{ done: 1, total: 2, label: 'leeds sweep, 1 found' }]);
    expect(report).toMatchObject({ devices: ['core-1'], added: ['core-1'] });
  });

  test('an error arrives with code, place and hint', async () => {
    await open();
    await expect(client().call('device', { device: 'nope' })).rejects.toMatchObject({ report: { code: 'JF5003', message: 'there is no device nope', where: 'nope', hint: expect.stringContaining('jackfield devices') } });
  });

  test('input that does not fit is refused by the same schema', async () => {
    await open();
    await expect(client().call('accept-hostkey', { address: '', port: 99_999 })).rejects.toMatchObject({ report: { code: 'JF8004' } });
  });

  test('a command of another release, broken JSON and a nameless person are refused', async () => {
    await open();
    const ask = async (path: string, body: string, headers: Record<string, string>): Promise<string> => {
      const asked = request({ socketPath: fake.socket, path, method: 'POST', agent: false, headers: { 'content-type': 'application/json', ...headers } });
      asked.end(body);
      const [response] = await once(asked, 'response');
      let text = '';
      for await (const piece of response) text += String(piece);
      return text;
    };
    expect(await ask('/commands/fly', '{}', { 'x-jackfield-person': 'ada' })).toContain('JF8005');
    expect(await ask('/commands/constructor', '{}', { 'x-jackfield-person': 'ada' })).toContain('JF8005');
    expect(await ask('/commands/status', '{', { 'x-jackfield-person': 'ada' })).toContain('JF8004');
    expect(await ask('/commands/status', '{}', {})).toContain('JF8004');
    expect(await ask('/commands/status', '{}', { 'x-jackfield-person': '%00' })).toContain('JF8004');
  });

  test('a person who leaves ends what only they waited for, and not a change', async () => {
    await open();
    const seen = Promise.withResolvers<AbortSignal | undefined>();
    fake.discover = async (_options, signal) => {
      seen.resolve(signal);
      await new Promise((resolve) => void signal?.addEventListener('abort', resolve));
      throw new Error('aborted');
    };
    const leaving = new AbortController();
    const call = client().call('discover', {}, { signal: leaving.signal });
    const signal = await seen.promise;
    leaving.abort();
    await expect(call).rejects.toThrow('abort');
    await vi.waitFor(() => expect(signal?.aborted).toBe(true));
  });

  test('what a person decides stands in the audit under their name', async () => {
    await open();
    await client().call('acknowledge', { incident: openIncident.id.slice(0, 8) });
    await client().call('accept-hostkey', { address: '10.1.0.1' });
    expect(fake.audited).toMatchObject([
      { person: 'ada', action: 'incident.acknowledge', detail: openIncident.id, outcome: 'done' },
      { person: 'ada', action: 'hostkey.accept', detail: '10.1.0.1 port 22', outcome: 'done' },
    ]);
  });

  test('the audit of a device is asked for by its id and shows its name; a device nobody knows is an error', async () => {
    await open();
    await client().call('acknowledge', { incident: openIncident.id });
    const { records } = await client().call('audit', { device: 'core-1' });
    expect(records).toMatchObject([{ action: 'incident.acknowledge', device: 'id-1', deviceName: 'core-1' }]);
    expect((await client().call('audit', { device: 'id-1' })).records).toEqual(records);
    await expect(client().call('audit', { device: 'core-2' })).rejects.toMatchObject({ report: { code: 'JF5003' } });
  });

  test('the first letters of an id are enough while they mean one', async () => {
    const ids = ['caf7010203', 'caf7990203', '0a0b0c0d0e'];
    const services = fake.services;
    const all = ids.map((id) => ({ ...changeOf('kept'), id }));
    stack.use(await createApi({ services: { ...services, changes: { ...services.changes, list: async () => all, find: async (id) => all.find((one) => one.id === id) ?? null } }, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} }));
    expect(await client().call('change', { change: '0a0' })).toMatchObject({ id: '0a0b0c0d0e' });
    expect(await client().call('change', { change: 'caf7010203' })).toMatchObject({ id: 'caf7010203' });
    await expect(client().call('change', { change: 'caf7' })).rejects.toMatchObject({ report: { code: 'JF8009', message: '2 changes begin with caf7', hint: expect.stringContaining('caf7990203') } });
    await expect(client().call('change', { change: 'dead' })).rejects.toMatchObject({ report: { code: 'JF8009', message: 'there is no change dead' } });
  });

  test('a plan comes back as it was made', async () => {
    await open();
    expect(await client().call('plan', { text: 'x: 1', file: 'x.yaml' })).toEqual(plan);
  });

  test('stop answers first, then ends the daemon', async () => {
    const stop = vi.fn<() => void>();
    await open(stop);
    expect(await client().call('stop', {})).toMatchObject({ pid: process.pid });
    await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce());
  });

  test('a socket that a dead daemon left is replaced', async () => {
    const dead = createServer();
    dead.listen(fake.socket);
    await once(dead, 'listening');
    const { promise, resolve } = Promise.withResolvers<void>();
    const young = join(directory, 'kept');
    // Closing removes the file: keep a second name of it and put it back, as a crash would leave it.
    await link(fake.socket, young);
    dead.close(() => resolve());
    await promise;
    await rename(young, fake.socket);
    const gone = connect(fake.socket);
    const [error] = await once(gone, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    await open();
    expect(await client().call('devices', {})).toHaveLength(1);
  });

  test('a second daemon is refused and names the first', async () => {
    await open();
    await expect(createApi({ services: fake.services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } } })).rejects.toMatchObject({
      code: 'JF8002', message: expect.stringContaining(`pid ${process.pid}`),
    });
    expect(await client().call('devices', {})).toHaveLength(1);
  });

  test('a file in the place of the socket is left alone', async () => {
    await writeFile(fake.socket, 'precious');
    await expect(open()).rejects.toMatchObject({ code: 'JF8003' });
    expect((await lstat(fake.socket)).isFile()).toBe(true);
  });

  test('without a daemon the client says so', async () => {
    await expect(client().call('status', {})).rejects.toMatchObject({ code: 'JF8001' });
  });

  test('the socket is gone when the daemon has ended', async () => {
    const api = await open();
    await api[Symbol.asyncDispose]();
    await expect(lstat(fake.socket)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the loopback address', () => {
  const get = async (api: Api, path: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(`http://${api.listen.address}:${api.listen.port}${path}`, { headers: { connection: 'close' } });
    return { status: response.status, text: await response.text() };
  };

  test('/healthz says ok, and says when the store does not answer', async () => {
    const api = await open();
    expect(await get(api, '/healthz')).toMatchObject({ status: 200, text: expect.stringContaining('"status":"ok"') });
    fake.storeFails = true;
    expect(await get(api, '/healthz')).toMatchObject({ status: 503, text: expect.stringContaining('failing') });
  });

  test('/metrics tells Prometheus of devices, checks, incidents, plugins, transports and the process', async () => {
    const api = await open();
    const { text } = await get(api, '/metrics');
    for (const line of [
      'jackfield_devices{site="leeds"} 1', 'jackfield_checks{state="critical"} 1', 'jackfield_incidents{status="open"} 1', 'jackfield_schedule_lag_milliseconds{quantile="0.95"} 2',
      'jackfield_plugin{plugin="snmp-switch",counter="restarts"} 1', 'jackfield_plugin{plugin="snmp-switch",counter="pssBytes"} 21000000', 'jackfield_plugin_state{plugin="snmp-switch",state="active"} 1',
      'jackfield_transport{thread="snmp",counter="failures"} 1', 'jackfield_process_cpu_seconds_total',
    ]) expect(text).toContain(line);
  });

  test('a port in use is told with the next step, and the socket is not left behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    stack.defer(() => new Promise<void>((resolve) => void other.close(() => resolve())));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(open(vi.fn<() => void>(), { address: '127.0.0.1', port })).rejects.toMatchObject({ code: 'JF8006', hint: expect.stringContaining('listen.port') });
    await expect(lstat(fake.socket)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
