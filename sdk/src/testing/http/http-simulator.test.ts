import { expect, test } from 'vitest';
import { startHttpSimulator, type HttpSimulator } from './http-simulator.ts';

const model = { documents: { '/api/lamp': { state: 'on', colour: 'red' }, '/api/log': [] }, pages: { '/': '<title>Lamp</title>' }, server: 'lampd/1' };

async function ask({ port }: HttpSimulator, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<[number, unknown]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { connection: 'close', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return [response.status, response.headers.get('content-type') === 'application/json' && text !== '' ? JSON.parse(text) : text];
}

test('documents are read and changed by the usual methods', async () => {
  await using device = await startHttpSimulator({ model });
  expect(await ask(device, 'GET', '/')).toEqual([200, '<title>Lamp</title>']);
  expect(await ask(device, 'GET', '/api/lamp')).toEqual([200, { state: 'on', colour: 'red' }]);
  expect(await ask(device, 'PATCH', '/api/lamp', { state: 'off', colour: null })).toEqual([200, { state: 'off' }]);
  expect(await ask(device, 'PUT', '/api/lamp', { state: 'on' })).toEqual([200, { state: 'on' }]);
  expect(await ask(device, 'POST', '/api/log', 'switched')).toEqual([201, ['switched']]);
  expect(await ask(device, 'DELETE', '/api/lamp')).toEqual([204, '']);
  expect(await ask(device, 'GET', '/api/lamp')).toEqual([404, { error: 'there is no /api/lamp' }]);
  expect(device.documents.get('/api/log')).toEqual(['switched']);
});

test('without its login it says nothing of its documents', async () => {
  await using device = await startHttpSimulator({ model, login: { token: 'secret' } });
  expect((await ask(device, 'PUT', '/api/lamp', {}))[0]).toBe(401);
  expect(device.documents.get('/api/lamp')).toEqual({ state: 'on', colour: 'red' });
  expect((await ask(device, 'GET', '/api/lamp', undefined, { authorization: 'Bearer secret' }))[0]).toBe(200);
});

test('faults: a proxy before it, no room, half a body, no HTTP, gone at the second request', async () => {
  await using device = await startHttpSimulator({ model, faults: { status: 502 } });
  expect(await ask(device, 'GET', '/api/lamp')).toEqual([502, expect.stringContaining('Bad Gateway')]);
  device.faults = { diskFull: true };
  expect((await ask(device, 'PATCH', '/api/lamp', { state: 'off' }))[0]).toBe(507);
  for (const faults of [{ truncated: true }, { garbage: true }]) {
    device.faults = faults;
    await expect(ask(device, 'GET', '/api/lamp')).rejects.toThrow(/./u);
  }
  device.faults = { disconnectAt: device.requests + 2 };
  expect((await ask(device, 'GET', '/api/lamp'))[0]).toBe(200);
  await expect(ask(device, 'GET', '/api/lamp')).rejects.toThrow(/./u);
});
