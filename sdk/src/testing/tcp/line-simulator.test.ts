import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { LineDevice } from './line-device.ts';
import { startLineSimulator, type LineSimulator } from './line-simulator.ts';

const model = {
  greeting: 'ready\n',
  variables: { 'ups.status': 'OL', 'ups.delay': '20' },
  rules: [
    { on: 'GET (\\S+)', answer: '$1 {{$1}}\n' },
    { on: 'SET (\\S+) (\\S+)', set: { $1: '$2' }, answer: 'OK\n' },
    { on: 'LOGOUT', answer: 'bye\n', closes: true },
  ],
  unknown: 'ERR\n',
};

async function say({ port }: LineSimulator, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8').end(text);
  let heard = '';
  socket.on('data', (piece: string) => (heard += piece)).on('error', () => undefined);
  await once(socket, 'close');
  return heard;
}

test('lines are answered from rules and variables, which they change for every connection', async () => {
  await using device = await startLineSimulator({ device: new LineDevice(model) });
  expect(await say(device, 'GET ups.status\r\nSET ups.delay 30\nGET nothing\nfoo\nLOGOUT\nGET ups.status\n')).toBe('ready\nups.status OL\nOK\nERR\nERR\nbye\n');
  expect(await say(device, 'GET ups.delay\nLOGOUT\n')).toBe('ready\nups.delay 30\nbye\n');
  expect(device.device.variables.get('ups.delay')).toBe('30');
});

test('faults: half an answer, garbage, gone at the second line', async () => {
  await using device = await startLineSimulator({ device: new LineDevice({ ...model, greeting: '' }), faults: { truncated: true } });
  expect(await say(device, 'GET ups.status\n')).toBe('ups.sta');
  device.faults = { garbage: true };
  expect(await say(device, 'LOGOUT\n')).not.toContain('bye');
  device.faults = { disconnectAt: device.operations + 2 };
  expect(await say(device, 'GET ups.status\nGET ups.status\n')).toBe('ups.status OL\n');
});
