import { expect, test } from 'vitest';
import { transportSettings, type Operation } from '../../transports/index.ts';
import { ownDoorRefusal } from './own-door.ts';

const get: Operation = { op: 'http.get', path: '/metrics', query: {}, headers: {} };
const exchange: Operation = { op: 'tcp.exchange', port: 23, idleMs: 1 };

const isRefused = (address: string, listen: string, operation: Operation = get): boolean =>
  ownDoorRefusal({ key: 'x', site: 'leeds', address, settings: transportSettings({ http: { port: 9_410 }, tcp: { ports: { 23: 9_410 } } }) }, operation, { address: listen, port: 9_410 }) !== null;

test.each([['127.0.0.1', '127.0.0.1'], ['::ffff:127.0.0.1', '127.0.0.1'], ['0.0.0.0', '127.0.0.1'], ['127.0.0.9', '0.0.0.0'], ['::1', '::'], ['10.1.0.1', '10.1.0.1']])('a device at %s is not the host that listens at %s', (address, listen) => {
  expect([isRefused(address, listen), isRefused(address, listen, exchange)]).toEqual([true, true]);
});

test('other addresses, other ports and other transports are asked', () => {
  expect([isRefused('127.0.0.9', '127.0.0.1'), isRefused('203.0.113.7', '0.0.0.0'), isRefused('127.0.0.1', '127.0.0.1', { op: 'snmp.get', oids: ['1.3'] })]).toEqual([false, false, false]);
  expect(ownDoorRefusal({ key: 'x', site: 'leeds', address: '127.0.0.1', settings: transportSettings({}) }, get, { address: '127.0.0.1', port: 9_410 })).toBeNull();
});
