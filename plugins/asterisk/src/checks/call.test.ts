import { Refused, type AmiCall } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { answering, asking, defaults } from '../testing/answering.ts';
import { call } from './call.ts';

const calling = (answers: { readonly [name: string]: AmiCall }) =>
  asking(answering({}), { ...defaults, testCalls: { ...defaults.testCalls, targets: Object.keys(answers) } }, async (name) => {
    const answer = answers[name];
    if (answer === undefined) throw new Refused(`no test call "${name}" is named here`);
    return answer;
  });

test('each call is judged by what came of it and by the seconds to the answer', async () => {
  const found = await call(calling({
    york: { outcome: 'answered', ms: 800, reason: 'answered' }, hull: { outcome: 'answered', ms: 5_000, reason: 'answered' }, ripon: { outcome: 'answered', ms: 12_340, reason: 'answered' },
    bath: { outcome: 'busy', ms: 90, reason: 'busy' }, deal: { outcome: 'noAnswer', ms: 15_000, reason: 'it rang, nobody answered' }, ryde: { outcome: 'failed', ms: 9, reason: 'congestion: no line to it' },
  }));
  expect(found.items.map(({ name, state, summary }) => [name, state, summary])).toEqual([
    ['york', 'ok', 'answered after 0.8 s'], ['hull', 'warning', 'answered after 5.0 s'], ['ripon', 'critical', 'answered after 12.3 s'],
    ['bath', 'warning', 'not answered: busy'], ['deal', 'critical', 'not answered: it rang, nobody answered'], ['ryde', 'critical', 'not answered: congestion: no line to it'],
  ]);
  expect(found).toMatchObject({ state: 'critical', metrics: [{ name: 'call.answered', value: 3 }] });
  expect(found.items[0]?.metrics).toEqual([{ name: 'call.answeredAfter', value: 0.8 }]);
});

const far = (by: AmiCall['by']): AmiCall => ({ outcome: 'answered', ms: 800, reason: 'answered', ...(by === undefined ? {} : { by }) });

test('what answered is told: a greeting of the dialplan is no phone, and no trunk is another one', async () => {
  const answers = {
    york: far({ channel: 'PJSIP/york-trunk-0000002a', application: 'Dial', rang: true }), greeting: far({ channel: null, application: 'Playback', rang: false }),
    hotline: far({ channel: null, application: 'Playback', rang: false }), hull: far({ channel: 'PJSIP/backup-0000002b', application: 'Dial', rang: true }),
    desk: far({ channel: 'PJSIP/2001-0000002c', application: null, rang: false }), voicemail: far({ channel: null, application: 'VoiceMail', rang: true }),
  };
  const asked = calling(answers);
  const expected = { york: { channel: 'PJSIP/york-trunk', application: 'dial', rings: true }, hotline: { application: 'Playback' }, hull: { channel: 'PJSIP/hull' }, desk: { application: 'Dial', rings: true }, voicemail: { application: 'Dial' } };
  const found = await call({ ...asked, settings: { ...asked.settings, testCalls: { ...asked.settings.testCalls, expected } } });
  expect(found.items.map(({ name, state, summary }) => [name, state, summary])).toEqual([
    ['york', 'ok', 'answered after 0.8 s by PJSIP/york-trunk (Dial)'],
    ['greeting', 'warning', 'answered after 0.8 s by the dialplan itself (Playback); nobody was called: a greeting or a voicemail proves no phone'],
    ['hotline', 'ok', 'answered after 0.8 s by the dialplan itself (Playback)'],
    ['hull', 'critical', 'answered after 0.8 s by PJSIP/backup (Dial); expected PJSIP/hull'],
    ['desk', 'critical', 'answered after 0.8 s by PJSIP/2001, which did not ring; expected a phone that rings'],
    ['voicemail', 'critical', 'answered after 0.8 s by the dialplan itself (VoiceMail); expected Dial'],
  ]);
});

test('channels of every technology are told without the number of the call', async () => {
  const asked = calling({ hull: far({ channel: 'IAX2/hull-4711', application: 'Dial', rang: true }), bath: far({ channel: 'DAHDI/i1/555-1', application: 'Dial', rang: true }), deal: far({ channel: 'DAHDI/i1/556-2', application: 'Dial', rang: true }) });
  const expected = { hull: { channel: 'IAX2/hull' }, bath: { channel: 'DAHDI/i1/555' }, deal: { channel: 'DAHDI/i1' } };
  expect(await call({ ...asked, settings: { ...asked.settings, testCalls: { ...asked.settings.testCalls, expected } } })).toMatchObject({ state: 'ok' });
});

test('who is to answer a call that nobody makes is a mistake, told with the names that there are', async () => {
  const asked = calling({ york: far(undefined) });
  const misspelt = call({ ...asked, settings: { ...asked.settings, testCalls: { ...asked.settings.testCalls, expected: { yrok: { rings: true } } } } });
  await expect(misspelt).rejects.toMatchObject({ kind: 'SettingsInvalid', message: expect.stringContaining('"yrok"'), hint: expect.stringContaining('york') });
});

test('without named calls nobody is called', async () => {
  expect(await call(asking(answering({})))).toMatchObject({ state: 'ok', items: [] });
});

test('with no time left a call is not begun, and that is unknown', async () => {
  const late = { ...calling({ york: { outcome: 'answered', ms: 1, reason: 'answered' } }), remaining: () => 4_000 };
  expect(await call(late)).toMatchObject({ state: 'unknown', items: [{ name: 'york', state: 'unknown' }] });
});
