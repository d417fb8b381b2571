import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cronOf, cronWords, monthlyOf } from './cron-words.ts';
import { channelDraft, channelValue, mailDraft, mailValue, routeDraft, routeValue, scheduleDraft, scheduleValue } from './drafts.ts';
import { entryEdits, saidEntries, type Data, type SaidEntry } from './said-entries.ts';
import { tellings } from './tellings.ts';

const entry = (name: string, value: Data): SaidEntry => ({ name, value, own: value, inherited: false, from: '' });
const channels = [entry('ada', { mail: ['ada@example.org'] }), entry('team', { webhook: 'https://chat.example.org/hooks/7', credentials: 'chat' }), entry('pager', { notifier: 'pager/page', device: 'gateway', to: ['100', '101'] })];

test('who is told is said in the order in which they are, with the hours in which they are not', () => {
  const routes = [
    entry('escalation', { to: ['team', 'pager'], after: '15m', resolved: false }),
    entry('all', { to: ['ada'], states: ['warning', 'critical'], repeat: '4h', quiet: { from: '22:00', to: '06:00', days: ['sat', 'sun'], except: ['critical'] } }),
  ];
  expect(tellings(routes, channels, 'Europe/London')).toEqual([
    { state: 'critical', steps: [
      'ada@example.org by mail at once, also between 22:00 and 06:00 on sat, sun (Europe/London), again each 4 h until it is acknowledged, and when it is resolved',
      'team by webhook, 100, 101 by page after 15 min, if nobody acknowledged it',
    ] },
    { state: 'unknown', steps: [] },
    { state: 'warning', steps: ['ada@example.org by mail at once, not between 22:00 and 06:00 on sat, sun (Europe/London), again each 4 h until it is acknowledged, and when it is resolved'] },
  ]);
});

test('a channel that is not there is told of', () => {
  expect(tellings([entry('all', { to: ['gone'] })], [], 'UTC')[0]?.steps[0]).toContain('gone, a channel that is not there');
});

test('what is opened in a form and saved as it is writes nothing', () => {
  const wheres: readonly (readonly [Data, (value: Data) => Data])[] = [
    ...channels.map(({ value }) => [value, (of: Data) => channelValue(channelDraft(of))] as const),
    [{ to: ['ada'] }, (of) => routeValue(routeDraft(of), of)],
    [{ to: ['ada'], states: ['critical'], after: 'off', quiet: { from: '22:00', to: '06:00' }, group: '10s', resolved: true, duringChanges: '30m', comes: 'later' }, (of) => routeValue(routeDraft(of), of)],
    [{ host: 'mail.example.org', from: 'us@example.org' }, (of) => mailValue(mailDraft(of), of)],
    [{ to: ['ada'], cron: '0 7 1 * *', zone: 'Europe/London' }, (of) => scheduleValue(scheduleDraft(of))],
  ];
  for (const [value, written] of wheres) expect(entryEdits('notifications.x', value, written(value))).toEqual({ set: [], unset: [] });
});

test('a new entry is written whole without what holds anyway; another one key by key', () => {
  const fresh = routeValue({ ...routeDraft(null), to: ['ada'] }, null);
  expect(JSON.parse(JSON.stringify(entryEdits('notifications.routes.all', null, fresh)))).toEqual({ set: [{ key: 'notifications.routes.all', value: { to: ['ada'] } }], unset: [] });
  const before = { to: ['ada'], after: '15m', quiet: { from: '22:00', to: '06:00' } };
  expect(entryEdits('notifications.routes.all', before, routeValue({ ...routeDraft(before), after: '30m', quiet: null }, before))).toEqual({ set: [{ key: 'notifications.routes.all.after', value: '30m' }], unset: ['notifications.routes.all.quiet'] });
});

test('an entry says whose it is: the place’s own, of a level above, or of both', () => {
  const place = (file: string, line: number) => ({ file, line, column: 1 });
  const form = {
    plugin: null, version: null, at: 'leeds', device: null, file: 'sites/leeds.yaml', etag: 'e', writable: true, schema: null,
    fields: [{
      key: 'notifications.channels', group: 'settings' as const, title: '', description: null, unit: null, schema: {}, secret: false,
      value: { boss: { mail: ['a@x.org'] }, ada: { mail: ['b@x.org'] }, own: { mail: ['c@x.org'] } }, own: { value: { ada: { mail: ['b@x.org'] }, own: { mail: ['c@x.org'] } } },
      layers: [
        { layer: 'organization', name: 'acme', value: { boss: { mail: ['a@x.org'] }, ada: { mail: ['z@x.org'] } }, effective: false, place: place('organization.yaml', 9) },
        { layer: 'site', name: 'leeds', value: { ada: { mail: ['b@x.org'] }, own: { mail: ['c@x.org'] } }, effective: true, place: place('sites/leeds.yaml', 4) },
      ],
    }],
  };
  expect(saidEntries(form, 'notifications.channels').map(({ name, own, inherited, from }) => [name, own !== null, inherited, from])).toEqual([
    ['boss', false, true, 'organization acme, organization.yaml:9'], ['ada', true, true, 'site leeds, sites/leeds.yaml:4'], ['own', true, false, 'site leeds, sites/leeds.yaml:4'],
  ]);
});

test('a time each month is the same as cron and as a form asks for it', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (day, hour, minute) => {
    const monthly = { day, time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` };
    expect(monthlyOf(cronOf(monthly))).toEqual(monthly);
  }));
  expect(['0 7 1 * *', '30 6 22 * *', '0 7 * * 1', '0 7 31 * *'].map(cronWords)).toEqual(['on the 1st of each month at 07:00', 'on the 22nd of each month at 06:30', 'by the cron expression 0 7 * * 1', 'by the cron expression 0 7 31 * *']);
});
