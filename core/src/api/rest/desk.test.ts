import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfiguredApi } from './testing/configured-api.ts';

let api: ConfiguredApi;
let operator: string;
beforeEach(async () => {
  api = await ConfiguredApi.open();
  operator = await api.token('operator', 'organization');
});
afterEach(() => api[Symbol.asyncDispose]());

const noteSchema = z.object({ id: z.string(), etag: z.string() });

test('a note is written anew by who has seen what it says, and the audit keeps all that it said', async () => {
  const added = await api.ask(operator, 'POST', '/devices/core-1/notes', { text: 'port 7' });
  const { id, etag } = noteSchema.parse(added.body);
  const place = `/devices/core-1/notes/${id}`;
  expect(await api.ask(operator, 'PUT', place, { text: 'port 8' })).toMatchObject({ status: 428, body: { code: 'JF9903' } });
  expect(await api.ask(operator, 'PUT', place, { text: 'port 8' }, { 'if-match': `"${etag}"` })).toMatchObject({ status: 200, body: { text: 'port 8', editedBy: 'ann' } });
  expect(await api.ask(operator, 'DELETE', place, undefined, { 'if-match': `"${etag}"` })).toMatchObject({ status: 412, body: { code: 'JF9902' } });
  expect(await api.ask(operator, 'POST', '/devices/core-1/notes', { text: ' \n' })).toMatchObject({ status: 400 });
  expect(api.fake.audited.map(({ action, outcome, detail }) => `${action} ${outcome} ${detail}`)).toEqual(['note.add done core-1: port 7', 'note.edit done core-1: port 7 → port 8', 'note.remove failed core-1']);
  expect(api.fake.audited[1]?.changed).toEqual([{ what: 'note', before: 'port 7', after: 'port 8' }]);
  const viewer = await api.token('viewer', 'organization');
  expect(await api.ask(viewer, 'GET', '/devices/core-1/notes')).toMatchObject({ status: 200, body: [{ text: 'port 8' }] });
});

test('a person has their views wherever they log in, and nobody else’s', async () => {
  await api.services.people.add('bob', []);
  const token = (await api.services.people.tokens.create({ title: 't', binding: { role: 'viewer', at: { level: 'organization' } }, madeBy: 'bob', person: 'bob', lifeMs: 60_000 })).secret;
  const view = { name: 'Leeds', query: 'search=site%3Aleeds' };
  expect(await api.ask(token, 'PUT', '/views', view)).toMatchObject({ status: 200, body: [view] });
  expect((await api.ask(operator, 'GET', '/views')).body).toEqual([]);
  expect((await api.ask(token, 'GET', '/views')).body).toEqual([view]);
  expect((await api.ask(token, 'POST', '/views/forget', { name: 'Leeds' })).body).toEqual([]);
});
