import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openCredentials } from '../../sites/index.ts';
import { ConfiguredApi, leedsText } from './testing/configured-api.ts';

let api: ConfiguredApi;
beforeEach(async () => {
  api = await ConfiguredApi.open();
});
afterEach(() => api[Symbol.asyncDispose]());

const set = (token: string, payload: object) => api.ask(token, 'PUT', '/configuration/keys', payload);

test.each([
  { at: 'organization', file: 'organization.yaml', layer: 'organization' }, { at: 'north', file: 'organization.yaml', layer: 'region' }, { at: 'district:yorkshire', file: 'organization.yaml', layer: 'district' },
  { at: 'policy', file: 'organization.yaml', layer: 'policy' }, { at: 'leeds', file: 'sites/leeds.yaml', layer: 'site' }, { at: 'leeds', device: 'leeds-core', file: 'sites/leeds.yaml', layer: 'device' },
])('keys are set at $at $device, and taken away again: the file is as people wrote it', async ({ file, layer, ...at }) => {
  const admin = await api.token('admin', 'organization');
  const before = await api.text(file);
  const edits = [{ key: 'health.attempts', value: 5 }, { key: 'plugins.snmp-switch.version', value: '^0.1.0' }, { key: 'plugins.snmp-switch.checks.ports.every', value: '5m' }, { key: 'transports.ssh.credentials', value: 'spare' }];
  expect(await set(admin, { ...at, set: edits })).toMatchObject({ status: 200, body: { file, changed: true, edited: [{ key: 'health.attempts', before: null, after: 5 }, {}, {}, {}] } });
  const { current } = api.services.configuration;
  expect(current.explain('health.attempts', { level: 'device', site: 'leeds', device: 'leeds-core' }).layers.find(({ effective }) => effective)).toMatchObject({ value: 5, layer, place: { file } });
  await set(admin, { ...at, unset: edits.map(({ key }) => key) });
  expect((await api.text(file)).replace('yorkshire: {}', 'yorkshire:')).toBe(before);
  expect(api.fake.audited[0]).toMatchObject({ person: 'ann', action: 'configuration.set', detail: expect.stringMatching(/^.+: health\.attempts: nothing → 5; plugins\.snmp-switch\.version: nothing → "\^0\.1\.0"; plugins.snmp-switch.checks.ports.every: nothing → "5m"; transports.ssh.credentials: nothing → "spare"$/) });
});

test('a wrong key or value changes nothing, not the right ones beside it either, and an etag of before is a conflict', async () => {
  const admin = await api.token('admin', 'organization');
  const right = { key: 'health.perDevice', value: 4 };
  expect(await set(admin, { at: 'leeds', set: [right, { key: 'health.atempts', value: 5 }] })).toMatchObject({ status: 422, body: { code: 'JF1005', hint: 'Did you mean "attempts"?' } });
  expect(await set(admin, { at: 'leeds', set: [right, { key: 'health.attempts', value: 'often' }] })).toMatchObject({ status: 422, body: { code: 'JF1006' } });
  expect(await set(admin, { at: 'leeds', set: [right, { key: 'transports.ssh.credentials', value: 'switches' }] })).toMatchObject({ status: 422, body: { code: 'JF9433' } });
  expect(await set(admin, { at: 'leeds', set: [right, { key: 'plugins.snmp-switch', value: {} }] })).toMatchObject({ status: 422, body: { code: 'JF1044' } });
  for (const key of ['', '.', 'a..b', 'a b', '__proto__.x', 'plugins']) expect((await set(admin, { at: 'leeds', set: [right, { key, value: 1 }] })).status).toBeGreaterThanOrEqual(400);
  expect(await set(admin, { at: 'leeds', set: [right], etag: 'another' })).toMatchObject({ status: 412, body: { now: { text: leedsText } } });
  expect(await set(admin, { at: 'nowhere', set: [right] })).toMatchObject({ status: 404 });
  expect(await set(admin, { at: 'leeds', device: 'nobody', set: [right] })).toMatchObject({ status: 404 });
  expect(await set(admin, { at: 'leeds' })).toMatchObject({ status: 400 });
  expect(await api.text('sites/leeds.yaml')).toBe(leedsText);
});

test('managers edit what is theirs, and are told what is stronger', async () => {
  const [leeds, yorkshire, operator] = [await api.token('manager', 'leeds'), await api.token('manager', 'yorkshire'), await api.token('operator', 'organization')];
  const off = { set: [{ key: 'plugins.snmp-switch.enabled', value: false }] };
  expect(await set(leeds, { at: 'leeds', ...off })).toMatchObject({ status: 200, body: { against: [] } });
  for (const at of ['yorkshire', 'north', 'organization', 'policy', 'bristol']) expect([403, 404]).toContain((await set(leeds, { at, ...off })).status);
  expect(await set(operator, { at: 'leeds', ...off })).toMatchObject({ status: 403 });
  expect(await set(yorkshire, { at: 'yorkshire', set: [{ key: 'plugins.snmp-switch.enabled', value: true }] })).toMatchObject({ status: 200, body: { against: [{ layer: 'site', name: 'leeds', file: 'sites/leeds.yaml' }] } });
  expect(await api.text('organization.yaml')).toMatch(/yorkshire:[^]*# the old county/);
});

test('a form has each key with its value, the line that says it, and what that hides', async () => {
  const operator = await api.token('operator', 'leeds');
  await set(await api.token('manager', 'leeds'), { at: 'leeds', set: [{ key: 'plugins.snmp-switch.grant', value: 'write' }, { key: 'health.attempts', value: 7 }] });
  const form = z.object({ fields: z.array(z.looseObject({ key: z.string() })), etag: z.string(), writable: z.boolean() });
  const of = form.parse((await api.ask(operator, 'GET', '/settings?at=leeds&plugin=snmp-switch')).body);
  expect(of.writable).toBe(false);
  expect(of.fields.find(({ key }) => key === 'plugins.snmp-switch.grant')).toMatchObject({
    group: 'enablement', value: 'write', own: { value: 'write' },
    layers: [{ layer: 'default', value: 'read', effective: false }, { layer: 'organization', value: 'read', effective: false, place: { file: 'organization.yaml', line: 9 } }, { layer: 'site', value: 'write', effective: true, place: { file: 'sites/leeds.yaml' } }],
  });
  const host = form.parse((await api.ask(operator, 'GET', '/settings?at=leeds')).body);
  expect(host.fields.find(({ key }) => key === 'health.attempts')).toMatchObject({ title: 'Attempts', value: 7, schema: { type: 'integer' }, secret: false, layers: [{ value: 3 }, { value: 7, effective: true }] });
  expect(host.fields.find(({ key }) => key === 'transports.snmp.credentials')).toMatchObject({ secret: true, value: 'switches', own: null });
  expect(await api.ask(operator, 'GET', '/settings?at=bristol')).toMatchObject({ status: 404 });
});

test('the matrix says who enabled what where, and what is granted', async () => {
  const admin = await api.token('admin', 'organization');
  await set(admin, { at: 'bristol', set: [{ key: 'plugins.snmp-switch.enabled', value: false }] });
  expect((await api.ask(admin, 'GET', '/plugins/matrix')).body).toMatchObject({
    plugins: [{ id: 'snmp-switch' }],
    sites: [
      { site: 'bristol', plugins: [{ enabled: false, enabledBy: { layer: 'site', name: 'bristol' }, grant: { state: 'none' } }] },
      { site: 'leeds', district: 'yorkshire', plugins: [{ enabled: true, enabledBy: { layer: 'organization', place: { file: 'organization.yaml', line: 8 } }, grant: { given: 'read', state: 'granted' }, devices: 1, state: 'critical' }] },
    ],
  });
  const own = await api.ask(await api.token('viewer', 'leeds'), 'GET', '/plugins/matrix');
  expect(own.body).toMatchObject({ sites: [{ site: 'leeds' }] });
  expect(own.text).not.toContain('bristol');
});

test('a secret goes into the vault, is rotated there, and is nowhere else', async () => {
  const manager = await api.token('manager', 'organization');
  const put = (name: string, payload: object) => api.ask(manager, 'PUT', `/credentials/${name}`, payload);
  const places = { directory: api.directory, stateDirectory: api.services.configuration.current.daemon.stateDirectory };
  const said: string[] = [];
  for (const password of ['first-Tr0ub4dor', 'second-Tr0ub4dor']) {
    const answer = await put('servers', { kind: 'ssh', values: { user: 'jackfield' }, secrets: { password } });
    expect(answer).toMatchObject({ status: 200, body: { set: ['password'], missing: [] } });
    said.push(answer.text);
    expect((await openCredentials(places)).get('servers')).toMatchObject({ user: 'jackfield', password });
  }
  said.push((await api.ask(manager, 'GET', '/credentials')).text, await api.text('vault.json'), JSON.stringify(api.fake.audited));
  expect(said.join()).not.toMatch(/Tr0ub4dor|hunter2/);
  expect(await api.text('credentials.yaml')).toMatch(/^servers: \{ kind: ssh, user: jackfield, password: \{ vault: servers\.password\.\w+ \} \}$/m);
  expect(Object.keys(z.object({ entries: z.record(z.string(), z.unknown()) }).parse(JSON.parse(await api.text('vault.json'))).entries)).toHaveLength(1);
  expect(await api.text('credentials.yaml')).toContain('# public');
  expect((await api.ask(manager, 'GET', '/credentials')).body).toMatchObject({ credentials: [
    { name: 'switches', fields: [{ field: 'community', secret: true, value: null, from: 'plain', reference: null }], uses: [{ layer: 'organization', file: 'organization.yaml', line: 5 }] },
    { name: 'spare', uses: [] }, { name: 'servers', kind: 'ssh', fields: [{ field: 'user', value: 'jackfield' }, { field: 'password', value: null, from: 'vault' }] },
  ] });
});

test('credentials that do not fit are refused, with nothing left in the vault; those in use are not removed', async () => {
  const manager = await api.token('manager', 'organization');
  const before = await api.text('credentials.yaml');
  for (const payload of [{ kind: 'sssh' }, { kind: 'ssh', values: { user: 'x' } }, { kind: 'ami', values: { user: 'x', password: 'y' } }, { secrets: { community: 'x' } }, { kind: 'ssh', secrets: { password: 'a-secret-1' } }]) {
    const answer = await api.ask(manager, 'PUT', '/credentials/fresh', payload);
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain('a-secret-1');
  }
  expect(await api.ask(manager, 'PUT', '/credentials/..%2fx', { kind: 'ssh' })).toMatchObject({ status: 400 });
  expect(await api.ask(manager, 'DELETE', '/credentials/switches')).toMatchObject({ status: 409, body: { code: 'JF1047', where: 'organization.yaml:5' } });
  expect(await api.text('credentials.yaml')).toBe(before);
  await expect(api.text('vault.json')).rejects.toThrow(/ENOENT/);
  expect(await api.ask(manager, 'DELETE', '/credentials/spare')).toMatchObject({ status: 200 });
  expect(await api.text('credentials.yaml')).toBe(before.slice(0, before.indexOf('spare')));
});

test('a credential that messages need is in use: it is listed so, and not removed', async () => {
  const manager = await api.token('manager', 'organization');
  await api.ask(manager, 'PUT', '/credentials/bell', { kind: 'webhook', secrets: { secret: 'one' } });
  const hook = { key: 'notifications.channels', value: { night: { webhook: 'https://bell.example.org', credentials: 'bell' } } };
  expect(await set(manager, { at: 'leeds', set: [hook] })).toMatchObject({ status: 200 });
  expect((await api.ask(manager, 'GET', '/credentials')).body).toMatchObject({ credentials: [{}, {}, { name: 'bell', uses: [{ layer: 'site', name: 'leeds', key: 'notifications.channels.night.credentials', file: 'sites/leeds.yaml' }] }] });
  expect(await api.ask(manager, 'DELETE', '/credentials/bell')).toMatchObject({ status: 409, body: { code: 'JF1047', where: expect.stringMatching(/^sites\/leeds\.yaml:/) } });
  await set(manager, { at: 'leeds', unset: ['notifications.channels'] });
  expect(await api.ask(manager, 'DELETE', '/credentials/bell')).toMatchObject({ status: 200 });
});

test('a manager of one site sets what only that site uses', async () => {
  const [manager, leeds] = [await api.token('manager', 'organization'), await api.token('manager', 'leeds')];
  await api.ask(manager, 'PUT', '/credentials/leeds-servers', { kind: 'ssh', values: { user: 'x' }, secrets: { password: 'one' } });
  expect((await api.ask(leeds, 'PUT', '/credentials/leeds-servers', { secrets: { password: 'two' } })).status).toBe(403);
  await set(leeds, { at: 'leeds', set: [{ key: 'transports.ssh.credentials', value: 'leeds-servers' }] });
  expect((await api.ask(leeds, 'PUT', '/credentials/leeds-servers', { secrets: { password: 'two' } })).status).toBe(200);
  expect((await api.ask(leeds, 'PUT', '/credentials/switches', { secrets: { community: 'two' } })).status).toBe(403);
  // How people log in is not theirs.
  expect((await api.ask(manager, 'PUT', '/credentials/logins', { kind: 'oidc-client', secrets: { secret: 'x' } })).status).toBe(403);
});

test('texts of changes are looked at, and their schemas given, for whoever writes them', async () => {
  const viewer = await api.token('operator', 'leeds');
  expect((await api.ask(viewer, 'POST', '/changes/check', { text: 'title: x\nchanges:\n  - { device: a, resorce: snmp-switch/port, spec: {} }\n' })).body).toMatchObject({ errors: [{ line: 3, column: 18, hint: 'Did you mean "resource"?' }] });
  expect((await api.ask(viewer, 'POST', '/changes/check', { text: 'title: [x' })).body).toMatchObject({ errors: [{ code: 'JF1003', line: 1 }] });
  expect((await api.ask(viewer, 'POST', '/changes/check', { text: '['.repeat(9_000) })).text).toContain('JF1003');
  expect((await api.ask(viewer, 'GET', '/schemas')).body).toMatchObject({ site: { title: 'Jackfield site' }, change: { title: 'Jackfield change' }, organization: {}, credentials: {}, trust: {}, jackfield: {} });
});

