import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { credentialUses } from './credentials/index.ts';
import { ConfigurationRefused } from './errors.ts';
import { loadConfiguration } from './load-configuration.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const root of folders.splice(0)) await rm(root, { recursive: true, force: true });
});

async function folder(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'jackfield-sites-'));
  folders.push(root);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return root;
}

const jumpHop = z.strictObject({ address: z.string(), credentials: z.string() });
const transports = z.strictObject({
  snmp: z.strictObject({ port: z.int().min(1).max(65_535).default(161), credentials: z.union([z.string(), z.array(z.string())]).optional(), timeoutMs: z.int().default(2_000) }).prefault({}),
  ssh: z.strictObject({ jump: z.union([jumpHop, z.array(jumpHop)]).optional() }).optional(),
});

const good = {
  'organization.yaml': `organization: acme
title: Acme
settings:
  transports:
    snmp: { timeoutMs: 1000, credentials: lab }
plugins:
  snmp-switch:
    enabled: true
    grant: read
regions:
  north:
    title: The North
    districts:
      yorkshire:
        settings: { transports: { snmp: { port: 1161 } } }
      cumbria:
policy:
  plugins:
    linux-server: { enabled: false }
`,
  'sites/leeds.yaml': `site: leeds
district: yorkshire
networks: [10.1.0.0/24, 10.1.1.0/24]
plugins:
  snmp-switch:
    grant: { snmp: { read: true, write: [1.3.6.1.2.1.1] } }
    settings: { ports: [uplink] }
    checks: { ports: { every: 30s } }
devices:
  - name: core-sw
    address: 10.1.0.2
    labels: { role: core }
    settings: { transports: { snmp: { port: 2161 } } }
  - name: access-sw
`,
  'credentials.yaml': `lab: { kind: snmp-community, community: { env: LAB } }
`,
};

async function refusal(files: Record<string, string>): Promise<string[]> {
  try {
    await loadConfiguration(await folder(files), { schemas: { transports } });
  } catch (error) {
    if (!(error instanceof ConfigurationRefused)) throw error;
    return error.errors.map(({ code, where, message, hint }) => `${code} ${where} ${message}${/^(?:Did you|Name one|Add an entry of kind)/.test(hint) ? ` ${hint}` : ''}`);
  }
  return [];
}

test('a configuration answers by place, the deeper one first', async () => {
  const root = await folder(good);
  const configuration = await loadConfiguration(root, { schemas: { transports } });
  expect(configuration.setting('transports.snmp.port', { level: 'organization' })).toBe(161);
  expect(configuration.setting('transports.snmp.port', { level: 'district', district: 'yorkshire' })).toBe(1161);
  expect(configuration.setting('transports.snmp.port', { level: 'site', site: 'leeds' })).toBe(1161);
  expect(configuration.setting('transports', { level: 'device', site: 'leeds', device: 'core-sw' })).toEqual({ snmp: { port: 2161, timeoutMs: 1000, credentials: 'lab' } });
  expect(configuration.siteOf('10.1.1.77')?.id).toBe('leeds');
  expect(configuration.siteOf('10.2.0.1')).toBeNull();
  expect(configuration.sites.get('leeds')).toMatchObject({ title: 'leeds', region: 'north', district: 'yorkshire' });
  expect(configuration.pluginSettings('snmp-switch', { level: 'site', site: 'leeds' })).toEqual({ ports: ['uplink'] });
  expect(configuration.enablement('linux-server', { level: 'site', site: 'leeds' })).toEqual({ enabled: false, version: null, grant: 'read', calls: false });
  expect(configuration.enablement('snmp-switch', { level: 'device', site: 'leeds', device: 'nobody-declared' })).toEqual({
    enabled: true, version: null, grant: { snmp: { read: true, write: ['1.3.6.1.2.1.1'] } }, calls: false,
  });
  expect(configuration.daemon).toMatchObject({ stateDirectory: join(root, 'state'), socket: join(root, 'state/jackfield.sock'), plugins: [join(root, 'plugins')], simulators: null });
});

test('the same question gives the same object, also for devices that no file names', async () => {
  const configuration = await loadConfiguration(await folder(good));
  const ask = (device: string): unknown => configuration.setting('transports', { level: 'device', site: 'leeds', device });
  expect(ask('found-1')).toBe(ask('found-2'));
});

test('a place that is gone has no plugin and no setting', async () => {
  const configuration = await loadConfiguration(await folder(good));
  const gone = { level: 'device', site: 'york', device: 'sw' } as const;
  expect(configuration.enablement('snmp-switch', gone).enabled).toBe(false);
  expect(configuration.setting('transports', gone)).toBeUndefined();
  expect(() => configuration.explain('transports', gone)).toThrow(expect.objectContaining({ code: 'JF1014' }));
});

test('explain names every layer with its file, line and column', async () => {
  const configuration = await loadConfiguration(await folder(good), { schemas: { transports } });
  const { value, layers } = configuration.explain('transports.snmp.port', { level: 'device', site: 'leeds', device: 'core-sw' });
  expect(value).toBe(2161);
  expect(layers).toEqual([
    { layer: 'default', name: 'jackfield', value: 161, place: null, effective: false },
    { layer: 'district', name: 'yorkshire', value: 1161, place: { file: 'organization.yaml', line: 15, column: 49 }, effective: false },
    { layer: 'device', name: 'core-sw', value: 2161, place: { file: 'sites/leeds.yaml', line: 13, column: 45 }, effective: true },
  ]);
  expect(configuration.explain('plugins.snmp-switch.grant', { level: 'site', site: 'leeds' }).layers).toEqual([
    { layer: 'default', name: 'jackfield', value: 'read', place: null, effective: false },
    { layer: 'organization', name: 'acme', value: 'read', place: { file: 'organization.yaml', line: 9, column: 12 }, effective: false },
    { layer: 'site', name: 'leeds', value: { snmp: { read: true, write: ['1.3.6.1.2.1.1'] } }, place: { file: 'sites/leeds.yaml', line: 6, column: 5 }, effective: true },
  ]);
});

test.each([
  ['transports.snmp.prot', 'Did you mean "transports.snmp.port"?'],
  ['transprots.snmp.port', 'Did you mean "transports.snmp.port"?'],
  ['transports.snmp.port.number', 'transports.snmp.port is a value of its own.'],
  ['plugins.snmp-switch.grnat', 'Did you mean "plugins.snmp-switch.grant"?'],
  ['health', 'There is: transports, plugins.'],
])('explain refuses %s, which nothing reads', async (key, hint) => {
  const configuration = await loadConfiguration(await folder(good), { schemas: { transports } });
  expect(() => configuration.explain(key, { level: 'site', site: 'leeds' })).toThrow(expect.objectContaining({ code: 'JF1015', hint }));
});

test.each(['transports', 'transports.snmp.credentials', 'plugins', 'plugins.anything', 'plugins.anything.enabled', 'plugins.snmp-switch.settings.ports'])('explain answers to %s', async (key) => {
  const configuration = await loadConfiguration(await folder(good), { schemas: { transports } });
  expect(configuration.explain(key, { level: 'site', site: 'leeds' }).key).toBe(key);
});

test('policy wins over a device', async () => {
  const configuration = await loadConfiguration(await folder({ ...good, 'sites/leeds.yaml': `${good['sites/leeds.yaml']}    plugins: { linux-server: { enabled: true } }\n` }));
  expect(configuration.enablement('linux-server', { level: 'device', site: 'leeds', device: 'access-sw' }).enabled).toBe(false);
});

test('everything that is wrong is told at once, each with its place', async () => {
  const told = await refusal({
    'organization.yaml': `organization: acme
regions:
  north: { districts: { yorkshire: {} } }
  south: { districts: { yorkshire: {} } }
polcy: {}
`,
    'jackfield.yaml': `listen: { address: 0.0.0.0 }
log: loud
`,
    'sites/leeds.yaml': `site: leeds
district: yorkshir
networks: [10.1.0.0/16, 10.1.5.0/24, 10.2.0.9/24]
settings: { transports: { snmp: { prot: 1161, credentials: lba } } }
devices:
  - name: a
  - name: a
`,
    'sites/york.yaml': `site: harrogate
district: yorkshire
networks: [10.1.9.0/24]
devices:
  - { name: b, address: 10.9.0.1 }
  - { name: c, address: not-an-address }
`,
    'sites/hull.yaml': `site: hull
site: hull
networks: [
`,
    'credentials.yaml': 'lab: { kind: snmp-community, community: { env: LAB } }\n',
  });
  expect(told).toMatchInlineSnapshot(`
    [
      "JF1004 sites/hull.yaml:2:1 this key stands in the mapping already",
      "JF1003 sites/hull.yaml:4:1 Flow sequence in block collection must be sufficiently indented and end with a ]",
      "JF1006 jackfield.yaml:1:20 listen.address: expected a loopback address, or "tls" with certificate and key",
      "JF1006 jackfield.yaml:2:6 log: expected one of debug, info, warn, error",
      "JF1008 organization.yaml:4:25 the region north has a district yorkshire too",
      "JF1005 organization.yaml:5:1 polcy: unknown key "polcy" Did you mean "policy"?",
      "JF1009 sites/leeds.yaml:2:11 no region has a district yorkshir Did you mean "yorkshire"?",
      "JF1011 sites/leeds.yaml:3:25 10.1.5.0/24 overlaps 10.1.0.0/16 of leeds (sites/leeds.yaml:3)",
      "JF1010 sites/leeds.yaml:3:38 "10.2.0.9/24" is an address inside a network, not the network's first address",
      "JF1005 sites/leeds.yaml:4:35 settings.transports.snmp.prot: unknown key "prot" Did you mean "port"?",
      "JF1013 sites/leeds.yaml:4:60 there is no entry lba in credentials.yaml Did you mean "lab"?",
      "JF1008 sites/leeds.yaml:7:11 the site leeds has a device a already (sites/leeds.yaml:6)",
      "JF1007 sites/york.yaml:1:7 the file says site: harrogate",
      "JF1011 sites/york.yaml:3:12 10.1.9.0/24 overlaps 10.1.0.0/16 of leeds (sites/leeds.yaml:3)",
      "JF1012 sites/york.yaml:5:25 10.9.0.1 of b lies in no network of harrogate",
      "JF1006 sites/york.yaml:6:25 devices.1.address: expected an IP address",
    ]
  `);
});

test('a value that is wrong hides nothing else of its file, nor of the names in it', async () => {
  const told = await refusal({
    ...good,
    'organization.yaml': good['organization.yaml'].replace('enabled: true', 'enabled: yes please').replace('timeoutMs: 1000', 'timeoutMs: many, gaet: icmp'),
    'sites/leeds.yaml': `${good['sites/leeds.yaml']}  - labels: { rack: 4 }\n    settings: { transports: { snmp: { credentials: lba } } }\n`.replace('[10.1.0.0/24, 10.1.1.0/24]', '[10.1.0.0/24, 7]'),
    'credentials.yaml': `${good['credentials.yaml']}door: { kind: ahs }\n`,
  });
  expect(told).toEqual([
    'JF1006 credentials.yaml:2:15 door.kind: kind must be one of snmp-community, snmp-user, ssh, ami, http-basic, http-token, http-oauth2, tcp, oidc-client, smtp, webhook',
    'JF1006 organization.yaml:5:24 settings.transports.snmp.timeoutMs: expected a number, not a text',
    'JF1005 organization.yaml:5:30 settings.transports.snmp.gaet: unknown key "gaet"',
    'JF1006 organization.yaml:8:14 plugins.snmp-switch.enabled: expected true or false, not a text',
    'JF1006 sites/leeds.yaml:3:25 networks.1: expected a text, not a number',
    'JF1006 sites/leeds.yaml:15:5 devices.2.name: it is missing',
    'JF1006 sites/leeds.yaml:15:21 devices.2.labels.rack: expected a text, not a number',
    'JF1013 sites/leeds.yaml:16:52 there is no entry lba in credentials.yaml Did you mean "lab"?',
  ]);
});

test('a key that is mistyped is told once, not as missing too', async () => {
  const told = await refusal({ ...good, 'sites/leeds.yaml': good['sites/leeds.yaml'].replace('district:', 'distrct:') });
  expect(told).toEqual(['JF1005 sites/leeds.yaml:2:1 distrct: unknown key "distrct" Did you mean "district"?']);
});

test('two devices of one name are refused wherever they stand, with both places', async () => {
  const told = await refusal({ ...good, 'sites/york.yaml': 'site: york\ndistrict: yorkshire\nnetworks: [10.2.0.0/24]\ndevices: [{ name: Core-SW }]\n' });
  expect(told).toEqual(['JF1008 sites/york.yaml:4:19 the site leeds has a device Core-SW already (sites/leeds.yaml:10)']);
});

test('credentials are looked up for each port', async () => {
  const told = await refusal({
    ...good,
    'sites/leeds.yaml': 'site: leeds\ndistrict: yorkshire\nnetworks: [10.1.0.0/16]\nsettings: { transports: { tcp: { credentials: { 3493: lba, 23: lab } } } }\n',
    'credentials.yaml': 'lab: { kind: tcp, user: u, password: { env: LAB } }\n',
  });
  expect(told.filter((line) => line.startsWith('JF1013'))).toEqual([expect.stringMatching(/^JF1013 sites\/leeds\.yaml:4:\d+ there is no entry lba in credentials\.yaml Did you mean "lab"\?$/)]);
});

test('credentials that the transport cannot use are refused at once, with the line that names them, theirs, and those that would do', async () => {
  const told = await refusal({
    ...good,
    'sites/leeds.yaml': 'site: leeds\ndistrict: yorkshire\nnetworks: [10.1.0.0/16]\nsettings: { transports: { snmp: { credentials: [lab, door] }, ssh: { credentials: lab }, ami: { credentials: lab }, tcp: { credentials: { 3493: door } } } }\n',
    'credentials.yaml': 'lab: { kind: snmp-community, community: { env: LAB } }\ndoor:\n  kind: ssh\n  user: u\n',
  });
  expect(told.filter((line) => line.startsWith('JF9433'))).toEqual([
    'JF9433 sites/leeds.yaml:4:54 door is of kind ssh (credentials.yaml:3); snmp takes snmp-community or snmp-user Name one of that kind: lab.',
    'JF9433 sites/leeds.yaml:4:83 lab is of kind snmp-community (credentials.yaml:1); ssh takes ssh Name one of that kind: door.',
    'JF9433 sites/leeds.yaml:4:110 lab is of kind snmp-community (credentials.yaml:1); ami takes ami Add an entry of kind ami to credentials.yaml and name it here.',
    'JF9433 sites/leeds.yaml:4:145 door is of kind ssh (credentials.yaml:3); tcp takes tcp Add an entry of kind tcp to credentials.yaml and name it here.',
  ]);
});

test('a secret in the clear is refused, never quoted', async () => {
  const told = await refusal({ ...good, 'credentials.yaml': 'lab:\n  kind: snmp-user\n  user: u\n  auth: { protocol: sha, key: s3cr3t-value }\n' });
  expect(told).toEqual(['JF1021 credentials.yaml:4:31 lab.auth.key: a secret stands in the file']);
  const broken = await refusal({ ...good, 'credentials.yaml': 'lab: { kind: ssh, user: u, password: "s3cr3t-value }\n' });
  expect(broken.join()).toContain('JF1003 credentials.yaml:');
  expect(broken.join()).not.toContain('s3cr3t');
});

test('a folder without a configuration says how to get one', async () => {
  await expect(loadConfiguration(await folder({}))).rejects.toMatchObject({ code: 'JF1001', hint: expect.stringContaining('jackfield init') });
});

test('the credentials of jump hosts are looked for as those of devices are', async () => {
  const told = (jump: string): Promise<string[]> => refusal({
    ...good,
    'sites/leeds.yaml': `site: leeds\ndistrict: yorkshire\nnetworks: [10.1.0.0/24]\nsettings: { transports: { ssh: { jump: ${jump} } } }\n`,
    'credentials.yaml': `${good['credentials.yaml']}door: { kind: ssh, user: ada, password: { env: DOOR } }\n`,
  });
  expect(await told('{ address: a, credentials: dor }')).toEqual([expect.stringContaining('there is no entry dor in credentials.yaml Did you mean "door"?')]);
  expect(await told('[{ address: a, credentials: door }, { address: b, credentials: lab }]')).toEqual([expect.stringMatching(/sites\/leeds.yaml:4:103 .*\blab\b/)]);
  expect(await told('[{ address: a, credentials: door }]')).toEqual([]);
});

test('an identity provider is read with what people are by its groups, and what it names has to be there', async () => {
  const provider = (text: string): string => `publicUrl: https://jackfield.example.org/\noidc:\n  issuer: https://id.example.org/realms/acme\n  clientId: jackfield\n${text}`;
  const credentials = 'lab: { kind: snmp-community, community: { env: LAB } }\nsso: { kind: oidc-client, secret: { vault: sso } }\n';
  const loaded = await loadConfiguration(await folder({ ...good, 'credentials.yaml': credentials, 'jackfield.yaml': provider('  credentials: sso\n  groups: { roles: { noc: [{ role: operator, at: region:north }, { role: viewer, at: site:leeds }] } }\n') }));
  // Whoever would take the entry away is told who uses it.
  expect(credentialUses(loaded)).toContainEqual({ credential: 'sso', layer: 'organization', name: 'oidc', key: 'oidc.credentials', file: 'jackfield.yaml', line: 5, site: null });
  expect(loaded.daemon).toMatchObject({ publicUrl: 'https://jackfield.example.org', oidc: { credentials: 'sso', create: false, nameClaim: 'preferred_username', alsoAt: [], groups: { claim: 'groups', roles: { noc: [{ role: 'operator', at: 'region:north' }, { role: 'viewer', at: 'site:leeds' }] } } } });
  const refused = async (text: string): Promise<readonly string[]> => refusal({ ...good, 'credentials.yaml': credentials, 'jackfield.yaml': text });
  expect(await refused(provider('  credentials: lab\n  groups: { roles: { noc: [{ role: operator, at: region:south }] } }\n'))).toEqual([
    expect.stringMatching(/^JF9433 jackfield\.yaml:5:16 /), 'JF1014 jackfield.yaml:6:50 oidc.groups.roles.noc: the organization has no region:south',
  ]);
  expect(await refused('publicUrl: http://jackfield.example.org\noidc: { issuer: "http://id.example.org", clientId: a, alsoAt: ["https://id.example.org/keys"] }\n')).toEqual([
    expect.stringMatching(/^JF1006 jackfield\.yaml:1:12 publicUrl: /), expect.stringMatching(/^JF1006 jackfield\.yaml:2:17 oidc\.issuer: /), expect.stringMatching(/^JF1006 jackfield\.yaml:2:\d+ oidc\.alsoAt\.0: /),
  ]);
});
