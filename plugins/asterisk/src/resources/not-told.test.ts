import { OutcomeError, type AmiReader } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byAddress } from '../checks/trunks.ts';
import { answering } from '../testing/answering.ts';
import { runningContext } from './dialplan.ts';
import { runningEndpoint } from './endpoint.ts';
import { runningMailbox } from './mailbox.ts';
import { runningTrunk } from './trunk.ts';

type Headers = readonly (readonly [string, string])[];

const error = (message: string): Headers => [['Response', 'Error'], ['Message', message]];
const success = (message: string): Headers => [['Response', 'Success'], ['Message', message]];

describe('what no dialogue proves: an answer that lacks what it must tell is no state', () => {
  const step: Headers = [['Event', 'ListDialplan'], ['Context', 'sales'], ['Extension', '100'], ['Priority', '1'], ['Application', 'Queue'], ['AppData', 'sales']];
  const without = (headers: Headers, name: string): Headers => headers.filter(([header]) => header !== name);

  test('a context, as the sources of pbx.c show it; patterns to ignore and switches are none of its steps', async () => {
    const hint: Headers = [['Event', 'ListDialplan'], ['Context', 'sales'], ['Extension', '100'], ['Priority', 'hint'], ['Application', 'PJSIP/2001'], ['Registrar', 'pbx_config']];
    const others: Headers[] = [[['Event', 'ListDialplan'], ['Context', 'sales'], ['IgnorePattern', '9']], [['Event', 'ListDialplan'], ['Context', 'sales'], ['Switch', 'DUNDi/e164']], [['Event', 'ListDialplan'], ['Context', 'sales'], ['IncludeContext', 'internal']]];
    expect(await runningContext(answering({ ShowDialPlan: [hint, step, ...others] }), 'sales')).toEqual({ extensions: [{ pattern: '100', steps: ['Queue(sales)'], hint: 'PJSIP/2001' }], includes: ['internal'] });
    expect(await runningContext(answering({ ShowDialPlan: error('Did not find context sales') }), 'sales')).toBeNull();
  });

  test.each([['Priority', 'the priority of a step of 100'], ['Application', 'Application'], ['AppData', 'AppData']])('a step of the dialplan without %s', async (header, what) => {
    await expect(runningContext(answering({ ShowDialPlan: [without(step, header)] }), 'sales')).rejects.toMatchObject({ kind: 'Unsupported', message: `ShowDialPlan does not tell ${what}`, hint: expect.stringContaining('core show version') });
  });

  test.each([['Failed to lock contexts', 'Unsupported'], ['Permission denied', 'Refused'], ['Invalid/unknown command', 'NotReady']])('a dialplan that is not shown (%s) is %s, never a context that is not there', async (message, kind) => {
    await expect(runningContext(answering({ ShowDialPlan: error(message) }), 'sales')).rejects.toMatchObject({ kind });
  });

  const box: Headers = [['Event', 'VoicemailUserDetail'], ['VMContext', 'default'], ['VoiceMailbox', '1001'], ['Fullname', ''], ['Email', ''], ['AttachMessage', 'No'], ['DeleteMessage', 'Yes'], ['MaxMessageCount', '30']];
  const mailboxOf = (answer: Headers | readonly Headers[]): ReturnType<typeof runningMailbox> => runningMailbox(answering({ VoicemailUserStatus: answer }), 'default', '1001');

  test.each([success('There is no voicemail user of the given info.'), success('There are no voicemail users currently defined.'), error('No such mailbox')])('a mailbox that is not there: %s', async (...answer) => {
    expect(await mailboxOf(answer)).toBeNull();
  });

  test('a mailbox of another context is not the one that was asked for', async () => {
    expect(await mailboxOf([box])).toEqual({ name: '', email: null, attach: false, deleteAfterMail: true, maxMessages: 30 });
    expect(await mailboxOf([[...without(box, 'VMContext'), ['VMContext', 'sales']]])).toBeNull();
  });

  test.each([['a success without a list', success('Done'), 'whether there is such a mailbox'], ['one without MaxMessageCount', [without(box, 'MaxMessageCount')], 'MaxMessageCount'], ['one without AttachMessage', [without(box, 'AttachMessage')], 'AttachMessage']] as const)('a mailbox, %s', async (_what, answer, lacks) => {
    await expect(mailboxOf(answer)).rejects.toMatchObject({ kind: 'Unsupported', message: `VoicemailUserStatus does not tell ${lacks}` });
  });

  test('an error of voicemail that nobody knows is told as it is', async () => {
    await expect(mailboxOf(error('No voice for this'))).rejects.toMatchObject({ kind: 'Unsupported', message: 'VoicemailUserStatus: No voice for this' });
  });

  const endpoint: Headers = [['Event', 'EndpointDetail'], ['ObjectName', 'carrier'], ['Context', 'from-carrier'], ['Allow', '(alaw)'], ['OutboundAuth', '']];
  const aor: Headers = [['Event', 'AorDetail'], ['ObjectName', 'carrier'], ['Contacts', 'carrier/sip:sip.example.net'], ['QualifyFrequency', '60']];
  const trunkOf = (...events: readonly Headers[]): ReturnType<typeof runningTrunk> => runningTrunk(answering({ PJSIPShowEndpoint: events, PJSIPShowRegistrationsOutbound: error('No registrations found') }), 'carrier');

  test('a trunk that is known by networks, which Asterisk shows with their masks', async () => {
    expect(await trunkOf(endpoint, aor, [['Event', 'IdentifyDetail'], ['Match', '198.51.100.0/255.255.255.0,192.0.2.10/255.255.255.255']])).toMatchObject({ server: 'sip:sip.example.net', addresses: ['192.0.2.10', '198.51.100.0/24'], registerSeconds: null });
  });

  test.each([
    ['an identify without its addresses', 'Match', [endpoint, aor, [['Event', 'IdentifyDetail']] as const]],
    ['contacts of another form', 'where carrier is', [endpoint, [['Event', 'AorDetail'], ['Contacts', 'sip:sip.example.net'], ['QualifyFrequency', '60']] as const]],
    ['no endpoint', 'the endpoint carrier', [aor]],
  ])('a trunk, %s', async (_what, lacks, events) => {
    await expect(trunkOf(...events)).rejects.toMatchObject({ kind: 'Unsupported', message: `PJSIPShowEndpoint does not tell ${lacks}` });
  });

  test('an endpoint that is shown without its detail is not taken for one that is not there', async () => {
    await expect(runningEndpoint(answering({ PJSIPShowEndpoint: [] }), '2001')).rejects.toMatchObject({ kind: 'Unsupported' });
    expect(await runningEndpoint(answering({ PJSIPShowEndpoint: error('Unable to retrieve endpoint 2001') }), '2001')).toBeNull();
  });

  test.each([['Unknown', 'unknown'], ['Created', 'unknown'], ['Unreachable', 'critical'], ['Reachable', 'ok']])('a trunk by address whose contact is %s is %s', async (status, state) => {
    const pbx = answering({ PJSIPShowEndpoint: [endpoint, [['Event', 'ContactStatusDetail'], ['Status', status], ['URI', 'sip:sip.example.net']]] });
    expect(await byAddress(pbx, 'carrier')).toMatchObject({ name: 'carrier', state });
  });
});

test('whatever headers come, an object as it runs is read, or the outcome says why not', async () => {
  const name = fc.oneof(fc.constantFrom('Event', 'Response', 'Message', 'EventList', 'Context', 'Extension', 'Priority', 'Application', 'AppData', 'Contacts', 'Match', 'OutboundAuth', 'VoiceMailbox', 'VMContext'), fc.string());
  const value = fc.oneof(fc.constantFrom('Success', 'start', 'ListDialplan', 'EndpointDetail', 'AorDetail', 'IdentifyDetail', 'VoicemailUserDetail', 'x', 'x/', '!::/ffff:0:ffff', '__proto__', '-1'), fc.string({ unit: 'binary' }));
  const message = fc.array(fc.tuple(name, value), { maxLength: 8 }).map((headers) => ({ headers }));
  await fc.assert(fc.asyncProperty(message, fc.array(message), async (response, events) => {
    const ami: AmiReader = { ...answering({}), action: async () => response, list: async () => ({ response, events, complete: response }) };
    const reads = await Promise.allSettled([runningContext(ami, 'x'), runningTrunk(ami, 'x'), runningEndpoint(ami, 'x'), runningMailbox(ami, 'x', 'x')]);
    for (const read of reads) if (read.status === 'rejected' && !(read.reason instanceof OutcomeError)) throw read.reason;
  }));
});
