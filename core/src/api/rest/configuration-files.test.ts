import { symlink, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { etagOf } from '../../sites/index.ts';
import { ConfiguredApi, leedsText, organizationText } from './testing/configured-api.ts';

let api: ConfiguredApi;
let admin: string;
beforeEach(async () => {
  api = await ConfiguredApi.open();
  admin = await api.token('admin', 'organization');
});
afterEach(() => api[Symbol.asyncDispose]());

const fileSchema = z.object({ etag: z.string(), text: z.string(), masked: z.boolean() });

async function read(file: string, token = admin): Promise<z.output<typeof fileSchema>> {
  return fileSchema.parse((await api.ask(token, 'GET', `/configuration/file?file=${encodeURIComponent(file)}`)).body);
}

const put = (file: string, text: string, etag: string | null, token = admin) => api.ask(token, 'PUT', '/configuration/file', { file, text }, etag === null ? {} : { 'if-match': `"${etag}"` });

describe('a file', () => {
  test('is read as it stands, with an etag that lets it be written; the audit says what became another', async () => {
    const whole = await api.ask(admin, 'GET', '/configuration/file?file=organization.yaml');
    expect(whole).toMatchObject({ status: 200, body: { text: organizationText, masked: false, writable: true } });
    const text = `${organizationText}policy:\n  settings: { health: { attempts: 4 } }   # from above\n`;
    const done = await api.ask(admin, 'PUT', '/configuration/file', { file: 'organization.yaml', text }, { 'if-match': String(whole.headers['etag']) });
    expect(done).toMatchObject({ status: 200, body: { file: 'organization.yaml', changed: true, atNextStart: [] } });
    expect(done.headers['etag']).toBe(`"${(await read('organization.yaml')).etag}"`);
    expect(await api.text('organization.yaml')).toBe(text);
    expect(api.services.configuration.current.setting('health.attempts', { level: 'site', site: 'leeds' })).toBe(4);
    expect(api.fake.audited).toMatchObject([{ person: 'ann', action: 'configuration.write', outcome: 'done', detail: 'organization.yaml: policy: nothing → {"settings":{"health":{"attempts":4}}}' }]);
    expect(await readdir(api.directory)).not.toContainEqual(expect.stringMatching(/\.new$/));
  });

  test('with an error is not written, and every error of it is told with its place', async () => {
    const { etag } = await read('sites/leeds.yaml');
    const wrong = await put('sites/leeds.yaml', 'site: leeds\ndistrict: nowhere\nnetworks: [10.1.0.1/16]\n', etag);
    expect(wrong).toMatchObject({ status: 422, body: { code: 'JF1009', where: 'sites/leeds.yaml:2:11', more: [{ code: 'JF1010', where: 'sites/leeds.yaml:3:12' }] } });
    expect(await api.text('sites/leeds.yaml')).toBe(leedsText);
    const checked = await api.ask(admin, 'POST', '/configuration/check', { file: 'sites/leeds.yaml', text: 'site: leeds\ndistrict: yorkshire\nnetworks: [10.2.0.0/16]\n' });
    expect(checked.body).toMatchObject({ errors: [{ code: 'JF1011', file: 'sites/leeds.yaml', line: 3, column: 12 }] });
  });

  test('that what runs cannot take over is put back, and what ran goes on', async () => {
    using _participant = api.services.configuration.participate({ prepare: async () => ({ commit: async () => Promise.reject(new Error('no room')), abandon: async () => undefined }) });
    const { etag } = await read('sites/leeds.yaml');
    expect((await put('sites/leeds.yaml', `${leedsText}title: Leeds\n`, etag)).status).toBe(500);
    expect(await api.text('sites/leeds.yaml')).toBe(leedsText);
    expect(api.services.configuration.current.sites.get('leeds')?.title).toBe('leeds');
  });

  test('that was not read is not written, and one that somebody edited meanwhile is shown', async () => {
    expect(await put('sites/leeds.yaml', leedsText, null)).toMatchObject({ status: 428, body: { code: 'JF1045' } });
    const { etag } = await read('sites/leeds.yaml');
    const theirs = `${leedsText}title: by hand\n`;
    await api.write('sites/leeds.yaml', theirs);
    expect(await put('sites/leeds.yaml', `${leedsText}title: mine\n`, etag)).toMatchObject({ status: 412, body: { code: 'JF1046', now: { file: 'sites/leeds.yaml', text: theirs } } });
    expect(await api.text('sites/leeds.yaml')).toBe(theirs);
    expect(await put('sites/york.yaml', 'site: york\ndistrict: yorkshire\nnetworks: [10.3.0.0/16]\n', 'new')).toMatchObject({ status: 200 });
    expect(await put('sites/york.yaml', 'site: york\ndistrict: yorkshire\nnetworks: [10.4.0.0/16]\n', 'new')).toMatchObject({ status: 412 });
  });

  test('that shows no secret means the same secret when it is written back', async () => {
    const { text, etag, masked } = await read('credentials.yaml');
    expect(masked).toBe(true);
    expect(text).not.toContain('hunter2');
    expect(await put('credentials.yaml', `${text}\n# seen\n`, etag)).toMatchObject({ status: 200 });
    expect(await api.text('credentials.yaml')).toMatch(/plain: hunter2-read \}   # public[^]*# seen\n$/);
    const { etag: next } = await read('credentials.yaml');
    expect(await put('credentials.yaml', 'switches: { kind: snmp-community, community: { vault: x }, writeCommunity: { plain: (kept) } }\n', next)).toMatchObject({ status: 403, body: { code: 'JF1043' } });
    const open = await put('credentials.yaml', 'switches:\n  kind: snmp-community\n  community: in-the-clear\n', next);
    expect(open).toMatchObject({ status: 422, body: { code: 'JF1021', where: 'credentials.yaml:3:14' } });
    expect(JSON.stringify(api.fake.audited)).not.toMatch(/hunter2|in-the-clear/);
  });

  test.each(['../jackfield.yaml', 'sites/../jackfield.yaml', '/etc/passwd', 'sites/..%2fjackfield.yaml', 'sites/leeds.yaml\0', 'vault.json', 'state/vault.key', 'sites/.yaml', 'sites/a/b.yaml', '__proto__', 'constructor', 'sites\\leeds.yaml', ''])(
    'by no other name is one: %j', async (file) => {
      for (const answer of [await api.ask(admin, 'GET', `/configuration/file?file=${encodeURIComponent(file)}`), await put(file, 'x: 1\n', 'new')]) {
        expect([404, 400]).toContain(answer.status);
        expect(answer.text).not.toMatch(/root:|state: state/);
      }
    });

  test.each([
    ['no YAML', 'site: [leeds\n', 'JF1003'],
    ['a bomb of aliases', `a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghij'.split('').map((name, at) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${'abcdefghij'[at] ?? ''}`).join(', ')}]\n`).join('')}`, 'JF1003'],
    ['a tower of brackets', '['.repeat(200_000), 'JF1003'],
    ['a key that is every object\'s', '__proto__: { x: 1 }\nsite: leeds\ndistrict: yorkshire\nnetworks: [10.1.0.0/16]\n', 'JF1005'],
  ])('that holds %s is refused by a code', async (_what, text, code) => {
    const { etag } = await read('sites/leeds.yaml');
    expect(await put('sites/leeds.yaml', text, etag)).toMatchObject({ status: 422, body: { code } });
    expect(await api.text('sites/leeds.yaml')).toBe(leedsText);
    expect(Reflect.get(Object.prototype, 'x')).toBeUndefined();
  });

  test('of more than 256 KiB, or of something else than text, is not looked at', async () => {
    const { etag } = await read('sites/leeds.yaml');
    expect(await put('sites/leeds.yaml', 'x'.repeat(262_145), etag)).toMatchObject({ status: 400, body: { code: 'JF8004' } });
    expect(await put('sites/leeds.yaml', 'x'.repeat(9_000_000), etag)).toMatchObject({ status: 413 });
    for (const text of [null, 3, ['a'], { a: 1 }]) expect(await api.ask(admin, 'PUT', '/configuration/file', { file: 'sites/leeds.yaml', text, etag })).toMatchObject({ status: 400 });
  });

  test('that is a link is written where it leads, not here', async () => {
    await api.write('elsewhere.yaml', 'site: york\ndistrict: yorkshire\nnetworks: [10.3.0.0/16]\n');
    await symlink(join(api.directory, 'elsewhere.yaml'), join(api.directory, 'sites/york.yaml'));
    await api.services.configuration.reload();
    const { text, etag } = await read('sites/york.yaml');
    expect(await put('sites/york.yaml', `${text}title: York\n`, etag)).toMatchObject({ status: 403, body: { code: 'JF1043' } });
  });
});

describe('who may', () => {
  test('manage a site may write its file, but not what says how far plugins reach; the rest is not for them', async () => {
    const manager = await api.token('manager', 'leeds');
    const { etag } = await read('sites/leeds.yaml', manager);
    expect(await put('sites/leeds.yaml', leedsText.replace('10.1.0.0/16', '10.0.0.0/8'), etag, manager)).toMatchObject({ status: 403, body: { code: 'JF8407' } });
    expect(await put('sites/leeds.yaml', leedsText.replace('yorkshire', 'avon'), etag, manager)).toMatchObject({ status: 403 });
    expect(await put('sites/leeds.yaml', `${leedsText}title: Leeds\n`, etag, manager)).toMatchObject({ status: 200 });
    for (const file of ['organization.yaml', 'jackfield.yaml', 'credentials.yaml', 'trust.yaml', 'sites/bristol.yaml']) {
      expect([403, 404]).toContain((await api.ask(manager, 'GET', `/configuration/file?file=${file}`)).status);
      expect([403, 404]).toContain((await put(file, 'x: 1\n', 'new', manager)).status);
    }
    expect((await api.ask(manager, 'GET', '/configuration/files')).body).toMatchObject([{ file: 'sites/leeds.yaml', writable: true }]);
  });

  test('manage all of the organization may not write what runs on the host or leads to its files', async () => {
    const manager = await api.token('manager', 'organization');
    for (const [file, text] of [['jackfield.yaml', 'plugins: [/tmp]\n'], ['trust.yaml', 'unsigned: ["@acme"]\n'], ['credentials.yaml', 'switches: { kind: snmp-community, community: { file: /etc/passwd } }\n']] as const) {
      expect(await put(file, text, 'new', manager)).toMatchObject({ status: 403, body: { code: 'JF8407' } });
    }
    expect(await put('plugins.lock.yaml', 'plugins: {}\n', 'new', admin)).toMatchObject({ status: 403, body: { code: 'JF1043' } });
  });
});

test('of writers at once that saw the same, one wins and its text stands there', async () => {
  const { configuration } = api.services;
  const file = 'sites/leeds.yaml';
  const title = fc.string({ unit: fc.constantFrom('a', 'B', '#', ':', '"', '\'', '{', ' ', 'ü', '\\', '-', '!', '&', '*', '\n'), minLength: 1, maxLength: 12 });
  let round = 0;
  await fc.assert(fc.asyncProperty(fc.uniqueArray(title, { minLength: 2, maxLength: 5 }), async (titles) => {
    round += 1;
    const before = await api.text(file);
    const texts = titles.map((one) => `${leedsText}title: ${JSON.stringify(`${round} ${one}`)}\n`);
    const outcomes = await Promise.allSettled(texts.map((one) => configuration.write({ file, etag: etagOf(before), text: () => one }, 'ann')));
    expect(texts.filter((_one, at) => outcomes[at]?.status === 'fulfilled')).toEqual([await api.text(file)]);
    expect(outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))).toEqual(titles.slice(1).map(() => expect.objectContaining({ code: 'JF1046' })));
  }), { numRuns: 12 });
});

test('of edits of keys at once none is lost, whoever asks over the API and whoever saves in an editor', async () => {
  const { configuration } = api.services;
  const file = 'sites/leeds.yaml';
  const keys = ['health.attempts', 'health.perDevice', 'transports.snmp.port', 'transports.ssh.port', 'transports.ami.port'];
  await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...keys), { minLength: 2 }), fc.integer({ min: 1, max: 9 }), async (some, value) => {
    const token = await api.token('admin', 'organization');
    await api.write(file, `${await api.text(file)}# by hand\n`);
    const answers = await Promise.all(some.map((key) => api.ask(token, 'PUT', '/configuration/keys', { at: 'leeds', set: [{ key, value }] })));
    expect(answers.map(({ status }) => status)).toEqual(some.map(() => 200));
    expect(some.map((key) => configuration.current.setting(key, { level: 'site', site: 'leeds' }))).toEqual(some.map(() => value));
    expect(await api.text(file)).toMatch(/# head office[^]*# in the cellar[^]*# by hand/);
  }), { numRuns: 6 });
});
