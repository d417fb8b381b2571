import { expect, test } from 'vitest';
import { z } from 'zod';
import { manifestIssueText } from './manifest-issue.ts';
import { manifestSchema, pluginPackageSchema } from './manifest.ts';

test('the published JSON Schema is the one the host checks with', async () => {
  const schema = z.toJSONSchema(manifestSchema, { io: 'input' });
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../schemas/manifest.json');
});

test('a key that nobody knows is refused, with its name', () => {
  const parsed = manifestSchema.safeParse({ title: 'Widget', contributes: {}, permisions: {} });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['permisions'] });
});

test('what is done once can only be irreversible', () => {
  const resource = (commitClass: string) => manifestSchema.safeParse({ title: 'X', contributes: { resources: { deletion: { title: 'Deletion', schema: 'schemas/deletion.json', commitClass, once: true } } } });
  expect(resource('irreversible').success).toBe(true);
  expect(resource('snapshot').error?.issues).toMatchObject([{ message: 'what is done once is of commitClass irreversible' }]);
});

test('paths cannot lead out of the package', () => {
  for (const settings of ['../secrets.json', '/etc/passwd', 'schemas/../../x.json']) {
    expect(manifestSchema.safeParse({ title: 'Widget', contributes: { settings } }).success).toBe(false);
  }
});

test.each([
  [{ 'tcp.3493': '*' }, { ports: [3493], sends: 'read', probes: { 3493: 'VER\n' } }, null],
  [{ 'tcp.25': '*' }, { ports: [25] }, null],
  [{ 'tcp.3493': '*' }, { ports: [25] }, 'permissions.tcp.ports does not name 3493'],
  [{ 'tcp.x': '*' }, { ports: [25] }, expect.stringContaining('')],
  [{ 'ssh.banner': '*' }, { ports: [25], sends: 'read', probes: { 3493: 'VER\n' } }, 'permissions.tcp.ports does not name it'],
  [{ 'ssh.banner': '*' }, { ports: [25], probes: { 25: 'HELO\n' } }, 'permissions.tcp.sends is not "read": a probe only asks'],
  [{ 'ssh.banner': '*' }, { ports: [25], sends: 'read', probes: { 25: 'x'.repeat(65) } }, expect.stringContaining('Too big')],
  [{ 'ssh.banner': '*' }, { ports: [25], sends: 'read', probes: { 25: '\u0000' } }, expect.stringContaining('a short line of ASCII')],
])('a match by %j with tcp %j: %s', (rule, tcp, complaint) => {
  const { error } = manifestSchema.safeParse({ title: 'Widget', contributes: { discovery: { widget: { match: [rule] } } }, permissions: { tcp } });
  expect(error?.issues[0]?.message ?? null).toEqual(complaint);
});

test('a regular expression that is none is refused where it stands', () => {
  const { error } = manifestSchema.safeParse({ title: 'Widget', contributes: { discovery: { widget: { match: [{ 'http.title': '/wid(get/' }] } } } });
  expect(error?.issues).toMatchObject([{ path: ['contributes', 'discovery', 'widget', 'match', 0, 'http.title'], message: 'Invalid regular expression: /wid(get/i: Unterminated group' }]);
});

test.each([
  ['speed', 'load', 'no check of the plugin declares the metric load'], ['speed', 'noise', 'one scale cannot have the units rpm and dB: make groups of them'], ['speed', 'slowest', null],
])('a dashboard draws %s and %s together: %s', (one, other, complaint) => {
  const checks = { fans: { title: 'Fans', metrics: { speed: { unit: 'rpm' }, slowest: { unit: 'rpm' } } }, room: { title: 'Room', metrics: { noise: { unit: 'dB' } } } };
  const { error, data } = manifestSchema.safeParse({ title: 'Widget', contributes: { checks, dashboards: { health: { title: 'Health', groups: [{ title: 'Fans', metrics: [one, other] }] } } } });
  expect(error?.issues.map(({ message }) => message)[0] ?? null).toBe(complaint);
  expect(data?.contributes.dashboards['health']?.groups[0]?.metrics ?? null).toEqual(complaint === null ? [one, other] : null);
});

const fans = { title: 'Check the fans', starts: { kind: 'check', check: 'fans' } };

test.each([
  [fans, []],
  [{ ...fans, starts: { kind: 'check', check: 'fan' } }, ['starts.check: the plugin contributes no check "fan", did you mean "fans"?']],
  [{ ...fans, starts: { kind: 'change', resource: 'port' } }, ['starts.resource: the plugin contributes no resource "port"']],
  [{ ...fans, starts: { kind: 'dashboard', dashboard: 'fans' } }, ['starts.dashboard: the plugin contributes no dashboard "fans"']],
  [{ ...fans, starts: { kind: 'script', file: 'x.js' } }, ["starts.kind: Invalid discriminator value. Expected 'check' | 'change' | 'dashboard'"]],
  [{ ...fans, starts: { ...fans.starts, chek: 'fans' } }, ['starts: unknown key "chek", did you mean "check"?']],
  [{ ...fans, when: { kind: ['switch'] } }, ['when: unknown key "kind", did you mean "kinds"?']],
  [{ ...fans, title: 'Check\u202Ethe fans' }, ['title: one line of plain text']],
  [{ ...fans, title: 'Check\nthe fans' }, ['title: one line of plain text']],
])('the command %j: %j', (command, complaints) => {
  const { error } = pluginPackageSchema.safeParse({ name: 'widget', version: '1.0.0', engines: { jackfield: '^0.1.0' }, jackfield: { title: 'Widget', contributes: { checks: { fans: { title: 'Fans' } }, commands: { look: command } } } });
  expect((error?.issues ?? []).map((issue) => `${issue.path.slice(4).join('.')}: ${manifestIssueText(issue)}`)).toEqual(complaints);
});

test.each([
  [{ permisions: {} }, 'unknown key "permisions", did you mean "permissions"?'],
  [{ colour: 'red' }, 'unknown key "colour"; there is title, main, requires, contributes, points, permissions'],
  [{ contributes: { check: {} } }, '"check" is none of discovery, checks, resources, watchers, notifiers, dashboards, commands, settings, did you mean "checks"?'],
  [{ contributes: { profiles: {} } }, '"profiles" is none of discovery, checks, resources, watchers, notifiers, dashboards, commands, settings; the contribution point of another plugin has a list of files'],
  [{ contributes: { checks: { fans: { title: 'Fans', metrics: { speed: {} } } } } }, 'it is missing'],
  [{ contributes: { checks: { fans: { title: 'Fans', evry: '5m' } } } }, 'unknown key "evry", did you mean "every"?'],
  [{ title: 7 }, 'Invalid input: expected string, received number'],
])('%j: %s', (part, text) => {
  const { error } = pluginPackageSchema.safeParse({ name: 'jackfield-plugin-widget', version: '1.0.0', engines: { jackfield: '^0.1.0' }, jackfield: { title: 'Widget', contributes: {}, ...part } });
  expect(error?.issues.map(manifestIssueText)).toEqual([text]);
});
