import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { hostPlace } from './host-place.ts';

const tls = { certificate: '/c', key: '/k' };

test.each([
  [{ address: '127.0.0.1', port: 9_410 }, 'http://127.0.0.1:9410'], [{ address: '::1', port: 9_410 }, 'http://[::1]:9410'],
  [{ address: '192.0.2.7', port: 443, tls }, 'https://192.0.2.7:443'], [{ address: '0.0.0.0', port: 9_410, tls }, `https://${hostname()}:9410`],
])('%j is %s', (listen, place) => {
  expect(hostPlace(listen)).toBe(place);
});
