import type { Fingerprint } from '@jackfield/sdk';
import { manifestSchema } from '@jackfield/sdk/manifest';
import { expect, test } from 'vitest';
import { hostAddresses } from './address-range.ts';
import { match, matchAny, matches, unmatched } from './match.ts';

const fingerprint: Fingerprint = {
  icmp: null,
  snmp: { version: '2c', sysObjectID: '1.3.6.1.4.1.9.1.2494', sysDescr: 'Cisco IOS Software [Amsterdam]', sysName: 'sw1', engineId: null },
  ssh: { banner: 'SSH-2.0-OpenSSH_9.2', hostKey: null }, ami: null, tls: null, http: { status: 200, title: null, server: 'nginx' },
  tcp: [{ port: 3493, sent: 'VER\n', line: 'Network UPS Tools upsd 2.8.0' }, { port: 25, sent: null, line: '220 mail' }],
};

test.each([
  [{ 'snmp.sysObjectID': '1.3.6.1.4.1.9.' }, true],
  [{ 'snmp.sysObjectID': '1.3.6.1.4.1.9' }, false],
  [{ 'snmp.sysObjectID': '1.3.6.1.4.1.99.' }, false],
  [{ 'snmp.sysDescr': '/cisco ios/' }, true],
  [{ 'snmp.sysName': 'sw1' }, true],
  [{ 'snmp.sysName': 'sw' }, false],
  [{ 'ssh.banner': '*' }, true],
  [{ 'ami.banner': '*' }, false],
  [{ 'http.title': '*' }, false],
  [{ 'snmp.sysName': 'sw1', 'http.server': 'nginx' }, true],
  [{ 'snmp.sysName': 'sw1', 'http.server': 'apache' }, false],
  [{}, false],
])('%j: %s', (rule, fits) => {
  expect(matches(fingerprint, rule)).toBe(fits);
});

const page = (status: number): Fingerprint => ({ ...fingerprint, ami: null, snmp: null, http: { status, title: 'Please wait', server: null } });

test.each([
  ['a service that does not answer', fingerprint, { 'ami.banner': '*' }, 'silent'],
  ['one of two services that does not answer', fingerprint, { 'ssh.banner': '/OpenSSH/', 'ami.banner': '*' }, 'silent'],
  ['another service that answers otherwise', fingerprint, { 'ssh.banner': '/dropbear/', 'ami.banner': '*' }, 'otherwise'],
  ['a page of something else', page(200), { 'http.title': '/Acme/' }, 'otherwise'],
  ['an error page', page(503), { 'http.title': '/Acme/' }, 'silent'],
  ['a page that wants a login', page(401), { 'http.title': '/Acme/' }, 'silent'],
  ['the start page without a title', { ...fingerprint, http: { status: 200, title: null, server: 'nginx' } }, { 'http.title': '/Acme/' }, 'otherwise'],
] as const)('%s: what is not answered is not "something else"', (_what, seen, rule, verdict) => {
  expect(match(seen, rule)).toBe(verdict);
});

test('of several rules one that fits is enough, and one that cannot be told keeps the answer open', () => {
  expect(matchAny(fingerprint, [{ 'ami.banner': '*' }, { 'ssh.banner': '*' }])).toBe('fits');
  expect(matchAny(fingerprint, [{ 'ssh.banner': '/dropbear/' }, { 'ami.banner': '*' }])).toBe('silent');
  expect(matchAny(fingerprint, [{ 'ssh.banner': '/dropbear/' }])).toBe('otherwise');
});

test.each([
  [{ 'tcp.3493': '/^network ups tools/' }, { 3493: 'VER\n' }, true],
  [{ 'tcp.3493': '/^network ups tools/' }, { 3493: 'HELP\n' }, false],
  [{ 'tcp.3493': '*' }, {}, false],
  [{ 'tcp.25': '/^220 /' }, {}, true],
  [{ 'tcp.25': '*', 'ssh.banner': '*' }, {}, true],
  [{ 'tcp.110': '*' }, {}, false],
])('%j with probes %j: %s', (rule, probes, fits) => {
  expect(matches(fingerprint, rule, probes)).toBe(fits);
});

test('a network is its hosts; a /31 and a /32 are all of them', () => {
  expect(hostAddresses('10.0.0.0/29')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6']);
  expect(hostAddresses('10.0.0.5/30')).toEqual(['10.0.0.5', '10.0.0.6']);
  expect(hostAddresses('10.0.0.4/31')).toEqual(['10.0.0.4', '10.0.0.5']);
  expect(hostAddresses('255.255.255.255/32')).toEqual(['255.255.255.255']);
  expect(hostAddresses('10.1.0.0/16')).toHaveLength(65_534);
  expect(hostAddresses('2001:db8::1/128')).toEqual(['2001:db8::1']);
});

test.each(['10.0.0.0/8', '2001:db8::/64'])('%s is too large to sweep', (network) => {
  expect(() => hostAddresses(network)).toThrow(expect.objectContaining({ code: 'JF4101' }));
});

test('what no rule fits is told with what was seen in the place of it', () => {
  const manifest = manifestSchema.parse({
    title: 'Bar', contributes: { discovery: { bar: { match: [{ 'http.server': '/voltbar/' }, { 'http.title': '*', 'tcp.25': 'x' }] }, any: { match: [{ 'ssh.banner': '*' }] } } }, permissions: { tcp: { ports: [25] } },
  });
  expect(unmatched(manifest, 'bar', fingerprint)).toBe('no match rule of bar fits: it has http.server "nginx", no http.title, tcp.25 "220 mail"');
  expect(unmatched(manifest, 'any', fingerprint)).toBeNull();
});
