import { afterEach, beforeEach, expect, test } from 'vitest';
import { MemoryStore } from '../testing/index.ts';
import { accessMigrations, createAudit, createPeople, origin, siteNode, wholeOrganization, type People } from './index.ts';

let store: MemoryStore;
let people: People;
let time: Date;
const password = 'seven switches in a cellar';
const hours = (count: number): void => void (time = new Date(time.getTime() + count * 3_600_000));

beforeEach(() => {
  store = new MemoryStore(accessMigrations);
  time = new Date('2026-01-01T00:00:00Z');
  people = createPeople(store, () => time);
});
afterEach(async () => store[Symbol.asyncDispose]());

test('the first link makes one admin of the organization, once', async () => {
  const link = await people.inviteFirst();
  const later = await people.inviteFirst();
  // Each start makes a new one: what an old terminal shows opens nothing.
  await expect(people.setUp(link?.secret ?? '', 'ada', password)).rejects.toMatchObject({ code: 'JF8403' });
  expect(await people.setUp(later?.secret ?? '', 'ada', password)).toMatchObject({ name: 'ada', hasPassword: true, bindings: [{ role: 'admin', at: wholeOrganization }] });
  await expect(people.setUp(later?.secret ?? '', 'eve', password)).rejects.toMatchObject({ code: 'JF8403' });
  expect(await people.inviteFirst()).toBeNull();
});

test('a person opens the own link within a day, and logs in with what they chose', async () => {
  const { secret } = await people.add('bob', [{ role: 'operator', at: siteNode('leeds') }]);
  await expect(people.logIn('bob', '')).rejects.toMatchObject({ code: 'JF8402' });
  await expect(people.setUp(secret, 'ada', password)).rejects.toMatchObject({ code: 'JF8403' });
  await expect(people.setUp(secret, 'bob', 'short')).rejects.toMatchObject({ code: 'JF8404' });
  await expect(people.setUp(secret, 'bob', 'bob and his switches')).rejects.toMatchObject({ code: 'JF8404' });
  await people.setUp(secret, 'bob', password);
  expect(await people.logIn('bob', password)).toMatchObject({ name: 'bob', bindings: [{ role: 'operator', at: siteNode('leeds') }] });
  await expect(people.logIn('bob', `${password}.`)).rejects.toMatchObject({ code: 'JF8402' });
  await expect(people.logIn('nobody', password)).rejects.toMatchObject({ code: 'JF8402', message: 'name and password do not fit together' });
  const again = await people.invite('bob');
  hours(25);
  await expect(people.setUp(again.secret, 'bob', password)).rejects.toMatchObject({ code: 'JF8403' });
});

test.each(['passwordpassword', 'Password1234!', '123456789012', 'qwertyuiop12', 'jackfieldjackfield', 'bobbobbobbob', 'iloveyou1234', 'aaaaaaaaaaaaaaaaaaaaaa'])('%s is too easily guessed', async (weak) => {
  const { secret } = await people.add('bob', []);
  await expect(people.setUp(secret, 'bob', weak)).rejects.toMatchObject({ code: 'JF8404' });
});

test('a new link begins the account anew: who had its passkeys has none', async () => {
  await people.add('bob', []);
  await store.write([{ sql: "INSERT INTO passkey (id, credential, person, title, public_key, counter, transports, synced, created_at) VALUES ('1', 'c', 'bob', 'laptop', 'k', 0, '[]', 0, 0)" }]);
  expect(await people.passkeys.list('bob')).toMatchObject([{ title: 'laptop' }]);
  await people.setUp((await people.invite('bob')).secret, 'bob', password);
  expect(await people.passkeys.list('bob')).toEqual([]);
});

test('neither passwords nor what opens anything can be read from the database', async () => {
  const { secret } = await people.add('bob', []);
  await people.setUp(secret, 'bob', password);
  const session = await people.sessions.open('bob', 'password', { address: '192.0.2.7', agent: 'a browser' });
  const { secret: token } = await people.tokens.create({ title: 'scripts', binding: { role: 'viewer', at: wholeOrganization }, madeBy: 'bob', person: 'bob', lifeMs: 1_000 });
  const rows = await Promise.all(['person', 'set_up_link', 'person_session', 'token'].map((table) => store.read({ sql: `SELECT * FROM ${table}` })));
  const kept = JSON.stringify(rows);
  for (const hidden of [password, secret, session.secret, session.csrf, token]) expect(kept).not.toContain(hidden);
  expect(kept).toContain('$argon2id$v=19$m=65536,t=3,p=4$');
});

test('a session ends when it is not used, after a week, with a new password, and with the person', async () => {
  await people.add('bob', []);
  const idle = await people.sessions.open('bob', 'password', { address: '192.0.2.7', agent: 'a browser' });
  hours(11);
  expect(await people.sessions.find(idle.secret)).toMatchObject({ person: 'bob', csrf: idle.csrf });
  hours(11);
  expect(await people.sessions.find(idle.secret)).not.toBeNull();
  hours(13);
  expect(await people.sessions.find(idle.secret)).toBeNull();
  const used = await people.sessions.open('bob', 'password', { address: '192.0.2.7', agent: 'a browser' });
  for (let day = 0; day < 14; day += 1) {
    hours(11);
    await people.sessions.find(used.secret);
  }
  hours(11);
  expect(await people.sessions.find(used.secret)).not.toBeNull();
  hours(4);
  expect(await people.sessions.find(used.secret)).toBeNull();
  const before = await people.sessions.open('bob', 'password', { address: '192.0.2.7', agent: 'a browser' });
  await people.setUp((await people.invite('bob')).secret, 'bob', password);
  expect(await people.sessions.find(before.secret)).toBeNull();
  const after = await people.sessions.open('bob', 'password', { address: '192.0.2.7', agent: 'a browser' });
  await people.remove('bob');
  expect(await people.sessions.find(after.secret)).toBeNull();
});

test('a token is good until it expires, is revoked, or its person goes', async () => {
  await people.add('bob', []);
  const make = async (person: string | null) => people.tokens.create({ title: 'scripts', binding: { role: 'viewer', at: siteNode('leeds') }, madeBy: 'bob', person, lifeMs: 86_400_000 });
  const [one, two, three] = [await make(null), await make(null), await make('bob')];
  expect(one.secret).toMatch(/^jackfield_[\w-]{43}$/);
  expect(await people.tokens.find(one.secret)).toMatchObject({ title: 'scripts', binding: { role: 'viewer', at: siteNode('leeds') } });
  await people.tokens.revoke(two.token.id);
  await people.remove('bob');
  expect([await people.tokens.find(two.secret), await people.tokens.find(three.secret)]).toEqual([null, null]);
  expect((await people.tokens.list()).map(({ id, usedAt }) => ({ id, usedAt }))).toEqual([{ id: one.token.id, usedAt: time.toISOString() }]);
  hours(25);
  expect(await people.tokens.find(one.secret)).toBeNull();
  await expect(people.tokens.revoke('nope')).rejects.toMatchObject({ code: 'JF8409' });
});

test('a person has one role at a place, until it is taken away', async () => {
  await people.add('bob', [{ role: 'viewer', at: siteNode('leeds') }]);
  await expect(people.add('Bob', [])).rejects.toMatchObject({ code: 'JF8406' });
  expect((await people.bind('bob', siteNode('leeds'), 'operator')).bindings).toEqual([{ role: 'operator', at: siteNode('leeds') }]);
  expect((await people.bind('bob', siteNode('leeds'), null)).bindings).toEqual([]);
  await expect(people.bind('eve', siteNode('leeds'), 'viewer')).rejects.toMatchObject({ code: 'JF8405' });
});

test('the audit says from where it was asked, in the chain', async () => {
  const audit = await createAudit(store);
  const entry = { person: 'ada', action: 'incident.acknowledge', plugin: null, pluginVersion: null, device: null, change: null, outcome: 'done', detail: '' } as const;
  await audit.record(entry);
  await origin.run('203.0.113.9', () => audit.record(entry));
  expect((await audit.list()).map((record) => record.origin)).toEqual(['203.0.113.9', null]);
  expect(await audit.verify()).toBeNull();
  await store.write([{ sql: "UPDATE audit SET origin = '198.51.100.1' WHERE sequence = 2" }]);
  expect(await audit.verify()).toBe(2);
});

test('of two admins who remove each other, or take each other’s role, at the same moment one stays', async () => {
  const admin = { role: 'admin', at: wholeOrganization } as const;
  for (const act of [(name: string) => people.remove(name), (name: string) => people.bind(name, wholeOrganization, null), (name: string) => people.bind(name, wholeOrganization, 'viewer')]) {
    for (const name of ['ada', 'bob']) await people.add(name, [admin]).catch(() => people.bind(name, wholeOrganization, 'admin'));
    const done = await Promise.allSettled(['ada', 'bob'].map((name): Promise<unknown> => act(name)));
    expect(done.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code))).toEqual(['done', 'JF8431']);
    expect((await people.list()).filter(({ bindings }) => bindings.some(({ role }) => role === 'admin')).map(({ name }) => name)).toEqual(['bob']);
  }
});
