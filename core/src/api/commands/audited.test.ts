import { expect, test } from 'vitest';
import { rightsOf, wholeOrganization } from '../../access/index.ts';
import { FakeServices } from '../../testing/index.ts';
import type { CommandContext } from '../command.ts';
import { commands } from './index.ts';

const fake = new FakeServices('/', '');
const { services } = fake;
const context: CommandContext = {
  services, person: 'ada', account: null, rights: rightsOf([{ role: 'admin', at: wholeOrganization }], services.configuration.current), signal: new AbortController().signal, progress: () => {},
  daemon: { pid: 1, version: '1', startedAt: '' }, stop: () => {},
};

test('what an act made another stands in the audit, before and after, and no secret does', async () => {
  const { link } = await commands['person-add'].perform(context, { name: 'carol', role: 'viewer', at: 'leeds' });
  await commands['person-add'].perform(context, { name: 'ann', role: 'admin', at: 'organization' });
  await commands['person-set'].perform(context, { name: 'carol', at: 'leeds', role: 'operator' });
  await commands['person-remove'].perform(context, { name: 'carol' });
  const { id, token } = await commands['token-create'].perform(context, { title: 'graphs', role: 'viewer', at: 'leeds', expires: '30d' });
  await commands['token-revoke'].perform(context, { token: id });
  await commands.acknowledge.perform(context, { incident: '3f9a01bc', for: '2h' });
  const told = fake.audited.map(({ action, changed = [] }) => [action, ...changed.map(({ what, before, after }) => `${what}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`)]);
  expect(told).toEqual([
    ['person.add', 'roles of carol: nothing → viewer at site:leeds'], ['person.add', 'roles of ann: nothing → admin at organization'],
    ['person.set', 'role of carol at site:leeds: viewer → operator'], ['person.remove', 'roles of carol: operator at site:leeds → nothing'],
    ['token.create', 'token graphs: nothing → viewer at site:leeds for 30d'], ['token.revoke', expect.stringMatching(/^token graphs: viewer at site:leeds until .+ → nothing$/)],
    ['incident.acknowledge', 'status: open → acknowledged by ada for 2h'],
  ]);
  const secret = new URL(link).hash.split('secret=')[1] ?? '';
  for (const one of [token, secret]) expect([one.length > 10, JSON.stringify(fake.audited).includes(one)]).toEqual([true, false]);
});
