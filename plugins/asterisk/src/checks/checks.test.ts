import { amiHeader, NotReady, OutcomeError, Refused, Unsupported, type AmiReader } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Dialogue, hasDialogues } from '../testing/dialogue.ts';
import { answering, asking, defaults } from '../testing/answering.ts';
import { pbx } from '../discovery/pbx.ts';
import { callSuccess } from './call-success.ts';
import { calls } from './calls.ts';
import { core } from './core.ts';
import { endpoints } from './endpoints.ts';
import { queues } from './queues.ts';
import { security } from './security.ts';
import { tollFraud } from './toll-fraud.ts';
import { trunks } from './trunks.ts';
import { voicemail } from './voicemail.ts';

const checks = { core, endpoints, trunks, calls, callSuccess, queues, security, tollFraud, voicemail };

describe.skipIf(!hasDialogues)('a real Asterisk, recorded', () => {
  test('core: version, calls and times in one line', async () => {
    expect(await core(asking(new Dialogue('05-ping-core'), { ...defaults, core: { ...defaults.core, modules: [] } }))).toEqual({
      state: 'ok', items: [], summary: 'Asterisk 22.10.1, started 2026-11-23 05:39:35, reloaded 2026-11-23 05:40:40',
      metrics: [{ name: 'calls.processed', value: 0 }],
    });
  });

  test('endpoints: registered and not qualified is available, without contact is not', async () => {
    const found = await endpoints(asking(new Dialogue('07-pjsip-registered')));
    expect(found).toMatchObject({ state: 'warning', summary: '1004, 1005, 1006 and 2 more unavailable, 5 of 10 endpoints available' });
    const told = new Map(found.items.map(({ name, state, summary }) => [name, [state, summary]]));
    expect(told.get('1001')).toEqual(['ok', 'Not in use, answers in 0.2 ms']);
    // Its contact is NonQualified.
    expect(told.get('1008')).toEqual(['ok', 'Not in use']);
    expect(told.get('1004')).toEqual(['warning', 'Unavailable: not registered']);
    expect(told.get('trunk-dead')).toEqual(['warning', 'Unavailable: registered, does not answer']);
  });

  test('endpoints: the expected ones are critical, others do not count', async () => {
    const settings = { ...defaults, endpoints: { ...defaults.endpoints, expected: ['1001', '1004', 'reception'] } };
    const found = await endpoints(asking(new Dialogue('07-pjsip-registered'), settings));
    expect(found.items.map(({ name, state, summary }) => [name, state, summary])).toEqual([
      ['1001', 'ok', 'Not in use, answers in 0.2 ms'], ['1004', 'critical', 'Unavailable: not registered'], ['reception', 'critical', 'there is no such endpoint'],
    ]);
  });

  test('trunks: three registrations though five events come', async () => {
    expect(await trunks(asking(new Dialogue('08-registrations-outbound')))).toMatchObject({
      state: 'critical',
      summary: 'trunk-dead Rejected at 127.0.0.1:5999; trunk-refused Rejected at 127.0.0.1:5060; 1 of 3 trunks up',
      items: [{ name: 'trunk-dead', state: 'critical' }, { name: 'trunk-ok', state: 'ok', summary: 'Registered at 127.0.0.1:5060' }, { name: 'trunk-refused', state: 'critical' }],
    });
  });

  test('no password of the dialogue is in any result', async () => {
    const results = [await trunks(asking(new Dialogue('08-registrations-outbound'))), await endpoints(asking(new Dialogue('07-pjsip-registered')))];
    expect(JSON.stringify(results)).not.toMatch(/pw-1008|not-the-password|pw-1001/);
  });

  test('without the right to ask, endpoints are refused with what to do', async () => {
    const denied = endpoints(asking(new Dialogue('04-permissions', '3')));
    await expect(denied).rejects.toMatchObject({ kind: 'Refused', message: 'Asterisk denies PJSIPShowEndpoints' });
    await expect(core(asking(new Dialogue('04-permissions'), { ...defaults, core: { ...defaults.core, modules: [] } }))).resolves.toMatchObject({ state: 'ok' });
  });

  test('while it starts, what is not loaded yet is not ready', async () => {
    await expect(core(asking(new Dialogue('21b-restart-polling')))).rejects.toBeInstanceOf(NotReady);
  });
});

const states = [[['Event', 'DeviceStateChange'], ['Device', 'PJSIP/100'], ['State', 'NOT_INUSE']], [['Event', 'DeviceStateChange'], ['Device', 'PJSIP/101'], ['State', 'UNAVAILABLE']], [['Event', 'DeviceStateChange'], ['Device', 'Queue:sales'], ['State', 'INUSE']]] as const;

test('a user without "system" still learns device states, and what it cannot know is unknown', async () => {
  const reporting = answering({ ListCommands: [['Response', 'Success'], ['DeviceStateList', 'List the current known device states.  (Priv: call,reporting,all)']], DeviceStateList: states });
  expect(await endpoints(asking(reporting))).toMatchObject({ state: 'warning', items: [{ name: '100', state: 'ok' }, { name: '101', state: 'warning' }] });
  const settings = { ...defaults, endpoints: { ...defaults.endpoints, expected: ['100', '102'] } };
  expect(await endpoints(asking(reporting, settings))).toMatchObject({ state: 'unknown', items: [{ state: 'ok' }, { name: '102', state: 'unknown' }] });
  expect(await endpoints(asking(answering({ ListCommands: [['Response', 'Success'], ['DeviceStateList', '']], DeviceStateList: [] })))).toMatchObject({ state: 'unknown' });
  await expect(endpoints(asking(answering({ ListCommands: [['Response', 'Success'], ['Ping', '']] })))).rejects.toBeInstanceOf(Refused);
});

test('an empty list is an error to Asterisk and none to us', async () => {
  const none = (what: string) => [['Response', 'Error'], ['Message', `No ${what} found`]] as const;
  expect(await endpoints(asking(answering({ PJSIPShowEndpoints: none('Endpoints'), PJSIPShowContacts: none('Contacts') })))).toMatchObject({ state: 'ok', summary: '0 of 0 endpoints available' });
  const settings = { ...defaults, trunks: { ...defaults.trunks, expected: ['provider'] } };
  expect(await trunks(asking(answering({ PJSIPShowRegistrationsOutbound: [] })))).toMatchObject({ state: 'ok', summary: 'no trunks' });
  expect(await trunks(asking(answering({ PJSIPShowRegistrationsOutbound: [] }), settings))).toMatchObject({ state: 'critical' });
});

const leg = (channel: string, linked: string, more: readonly (readonly [string, string])[] = []) => [['Event', 'CoreShowChannel'], ['Channel', `PJSIP/${channel}`], ['ChannelState', '6'], ['Linkedid', linked], ...more, ['Duration', '00:01:30']] as const;
const limits = (most: string) => [['Response', 'Success'], ['CoreMaxCalls', most]] as const;

test('two legs are one call, a transfer joins more by their bridge; calls near the limit are a warning', async () => {
  const channels = [
    leg('1001-00000001', '1.1', [['BridgeId', 'b1']]), leg('1002-00000002', '1.1', [['BridgeId', 'b1']]), leg('1003-00000003', '3.3', [['BridgeId', 'b1']]),
    leg('1004-00000004', '4.4', [['Duration', '02:00:00']]),
  ];
  const asked = (most: string) => calls(asking(answering({ CoreShowChannels: channels, CoreSettings: limits(most) })));
  expect(await asked('10')).toMatchObject({ state: 'ok', summary: '2 of 10 calls on 4, no limit channels' });
  expect(await asked('2')).toMatchObject({ state: 'critical', items: [{ name: 'calls', summary: '2 of 2' }, { name: 'channels', state: 'ok' }] });
  expect((await asked('0')).metrics).toEqual([{ name: 'calls.current', value: 2 }, { name: 'channels.current', value: 4 }, { name: 'calls.longest', value: 120 }]);
});

test('a module that is not loaded is critical; who may not ask is told so', async () => {
  const status = { CoreSettings: [['Response', 'Success'], ['AsteriskVersion', '20.5.0']], CoreStatus: [['Response', 'Success']] } as const;
  const missing = answering({ ...status, ModuleCheck: [['Response', 'Error'], ['Message', 'Module not loaded']] });
  expect(await core(asking(missing, { ...defaults, core: { ...defaults.core, modules: ['res_x.so'] } }))).toMatchObject({ state: 'critical', items: [{ name: 'res_x.so', summary: 'not loaded' }] });
  expect(await core(asking(answering(status)))).toMatchObject({ state: 'ok', items: [], summary: expect.stringContaining('its modules may not be asked for') });
});

test.each([
  ['Permission denied', Refused], ['Asterisk is shutting down', NotReady], ['A reload is in progress', NotReady],
  ['Invalid/unknown command: CoreStatus. Use Action: ListCommands to show available commands.', NotReady], ['An unknown error occurred', Unsupported],
])('"%s" is an outcome', async (message, kind) => {
  await expect(core(asking(answering({ CoreSettings: [['Response', 'Error'], ['Message', message]] })))).rejects.toBeInstanceOf(kind);
});

const unknown = [['Response', 'Error'], ['Message', 'Invalid/unknown command: X. Use Action: ListCommands to show available commands.']] as const;

const bareAnswers = { PJSIPShowEndpoints: unknown, PJSIPShowContacts: unknown, PJSIPShowEndpoint: unknown, PJSIPShowRegistrationsOutbound: unknown } as const;

test('PJSIP that failed to load, or is not loaded yet, is not well: endpoints and trunks are not ready', async () => {
  const lost = answering(bareAnswers);
  await expect(endpoints(asking(lost))).rejects.toMatchObject({ kind: 'NotReady', message: 'res_pjsip is not loaded' });
  await expect(trunks(asking(lost))).rejects.toMatchObject({ kind: 'NotReady', message: 'res_pjsip_outbound_registration is not loaded' });
  const addressed = { ...defaults, trunks: { ...defaults.trunks, endpoints: ['carrier'] } };
  const answers = [[['Event', 'ContactStatusDetail'], ['Status', 'Reachable'], ['URI', 'sip:sip.example.net']]] as const;
  await expect(trunks(asking(answering({ ...bareAnswers, PJSIPShowEndpoint: answers }), addressed))).rejects.toBeInstanceOf(NotReady);
  expect(await trunks(asking(lost, addressed))).toMatchObject({ state: 'critical', items: [{ name: 'carrier' }] });
  expect(await endpoints(asking(lost, { ...defaults, endpoints: { ...defaults.endpoints, expected: ['1001'] } }))).toMatchObject({ state: 'critical', items: [{ name: '1001' }] });
  const phonesOnly = { ...defaults, core: { ...defaults.core, without: ['res_pjsip_outbound_registration.so'] } };
  expect(await trunks(asking(lost, phonesOnly))).toMatchObject({ state: 'ok' });
  await expect(endpoints(asking(lost, phonesOnly))).rejects.toBeInstanceOf(NotReady);
});

test('what a PBX does without is no needed module', async () => {
  const asked: string[] = [];
  const noted = answering({ CoreSettings: [['Response', 'Success']], CoreStatus: [['Response', 'Success']] });
  const ami: AmiReader = { ...noted, action: async (name, fields = []) => (name === 'ModuleCheck' ? (asked.push(...fields.map(([, module]) => module)), { headers: [['Response', 'Success']] }) : noted.action(name)) };
  await core(asking(ami));
  expect(asked).toContain('res_pjsip_outbound_registration.so');
  asked.length = 0;
  await core(asking(ami, { ...defaults, core: { ...defaults.core, without: ['res_pjsip.so'] } }));
  expect(asked).toEqual(['pbx_config.so', 'res_rtp_asterisk.so']);
});

test('queues and mailboxes that were there are not well because their module is gone', async () => {
  const there = answering({ QueueStatus: [], VoicemailUsersList: [] });
  const gone = answering({ QueueStatus: unknown, VoicemailUsersList: unknown });
  const at = (id: string, ami: AmiReader, settings = defaults) => asking(ami, settings, undefined, id);
  for (const [check, module] of [[queues, 'app_queue'], [voicemail, 'app_voicemail']] as const) {
    expect(await check(at('never-had-it', gone))).toMatchObject({ state: 'ok', summary: expect.stringContaining(`${module} is not loaded`) });
    expect(await check(at('had-it', there))).toMatchObject({ state: 'ok' });
    await expect(check(at('had-it', gone))).rejects.toMatchObject({ kind: 'NotReady', message: `${module} is not loaded` });
    expect(await check(at('had-it', gone, { ...defaults, core: { ...defaults.core, without: [`${module}.so`] } }))).toMatchObject({ state: 'ok' });
  }
});

test('a PBX that does without PJSIP has no endpoints, trunks or phones, which is not red; what is expected of it is missed', async () => {
  const chanSip = { ...defaults, core: { ...defaults.core, without: ['res_pjsip.so'] } };
  const bare = answering({ ...bareAnswers, CoreShowChannels: [], CoreSettings: [['Response', 'Success'], ['AsteriskVersion', '18.24.0']] });
  expect(await checks.endpoints(asking(bare, chanSip))).toMatchObject({ state: 'ok', summary: 'no endpoints: res_pjsip is not loaded', items: [] });
  expect(await checks.trunks(asking(bare, chanSip))).toMatchObject({ state: 'ok', summary: 'no trunks: res_pjsip_outbound_registration is not loaded', items: [] });
  expect(await checks.tollFraud(asking(bare))).toMatchObject({ state: 'ok' });
  expect(await pbx.inspect(asking(bare))).toMatchObject({ kind: 'pbx', version: '18.24.0' });
  const named = { ...chanSip, endpoints: { ...defaults.endpoints, expected: ['1001'] }, trunks: { ...defaults.trunks, endpoints: ['carrier'] } };
  expect(await checks.endpoints(asking(bare, named))).toMatchObject({ state: 'critical', items: [{ name: '1001', state: 'critical' }] });
  expect(await checks.trunks(asking(bare, named))).toMatchObject({ state: 'critical', items: [{ name: 'carrier', summary: expect.stringContaining('res_pjsip is not loaded') }] });
});

test('an Asterisk that lists endpoints and not yet contacts tells the endpoints', async () => {
  const older = answering({ PJSIPShowContacts: unknown, PJSIPShowEndpoints: [[['Event', 'EndpointList'], ['ObjectName', '1001'], ['DeviceState', 'Not in use'], ['Contacts', '1001/sip:1001@192.0.2.7,']]] });
  expect(await checks.endpoints(asking(older))).toMatchObject({ state: 'ok', items: [{ name: '1001', summary: 'Not in use' }] });
});

test('whatever headers come, a check ends in a result or in an outcome', async () => {
  const name = fc.oneof(fc.constantFrom('Event', 'Response', 'ObjectName', 'DeviceState', 'Contacts', 'Status', 'ServerUri', 'CoreCurrentCalls', 'CoreMaxCalls', 'RoundtripUsec', 'Endpoint', 'Device'), fc.string());
  const value = fc.oneof(fc.constantFrom('Success', 'EndpointList', 'ContactList', 'OutboundRegistrationDetail', 'Unavailable', '<unknown>', '__proto__', 'constructor', '-1', '9e99'), fc.string({ unit: 'binary' }));
  const message = fc.array(fc.tuple(name, value), { maxLength: 8 }).map((headers) => ({ headers }));
  await fc.assert(
    fc.asyncProperty(message, fc.array(message), async (response, events) => {
      const ami: AmiReader = { ...answering({}), action: async () => response, list: async () => ({ response, events, complete: response }) };
      for (const check of Object.values(checks)) {
        const outcome = await check(asking(ami)).then(() => null, (error: unknown) => error);
        if (outcome !== null && !(outcome instanceof OutcomeError)) throw outcome;
      }
    }),
  );
});

test.skipIf(!hasDialogues)('a list that is not whole is not ready', async () => {
  const whole = new Dialogue('08-registrations-outbound');
  const cut: AmiReader = {
    ...answering({}),
    async list(action, fields, options) {
      const { response, events, complete } = await whole.list(action, fields, options);
      const left = events.slice(0, 2);
      if (left.filter((event) => amiHeader(event, 'Event') === options?.counted).length !== Number(amiHeader(complete, 'ListItems'))) throw new NotReady('2 of 3 came');
      return { response, events: left, complete };
    },
  };
  await expect(trunks(asking(cut))).rejects.toBeInstanceOf(NotReady);
});
