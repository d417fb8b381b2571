import { amiHeader, type AmiMessage, type WatchEvent } from '@jackfield/sdk';
import { describe, expect, test } from 'vitest';
import { callSuccess } from '../checks/call-success.ts';
import { core } from '../checks/core.ts';
import { security } from '../checks/security.ts';
import { Tally } from '../heard/tally.ts';
import { heardOf } from '../heard/heard.ts';
import { hasDialogues, recordedEvents } from '../testing/dialogue.ts';
import { answering, asking } from '../testing/memory-pbx.ts';
import { events } from './events.ts';
import { meanings } from './meanings.ts';

/** Runs the watcher on events of one device; what it told, and the checks while it listens. */
async function watch(device: string, messages: readonly AmiMessage[]) {
  const told: WatchEvent[] = [];
  const plain = asking(answering({ CoreSettings: [['Response', 'Success']], CoreStatus: [['Response', 'Success']], ModuleCheck: [['Response', 'Success']] }));
  const context = { ...plain, device: { ...plain.device, id: device } };
  const stop = new AbortController();
  const heardAll = Promise.withResolvers<void>();
  async function* listen(names: readonly string[]): AsyncGenerator<AmiMessage> {
    for (const message of messages) if (names.includes(amiHeader(message, 'Event') ?? '')) yield message;
    heardAll.resolve();
    await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
  }
  const running = events({ ...context, ami: { ...context.ami, events: listen }, snmp: { ...context.snmp, async *traps() {} }, signal: stop.signal, emit: (event) => void told.push(event) });
  await heardAll.promise;
  const results = { security: await security(context), success: await callSuccess(context), core: await core(context) };
  stop.abort();
  await running;
  return { told, ...results };
}

const failed = (from: string, account = '1005'): AmiMessage => ({ headers: [['Event', 'InvalidPassword'], ['Service', 'PJSIP'], ['AccountID', account], ['RemoteAddress', `IPV4/UDP/${from}/6005`]] });
const dialled = (status: string, peer = 'trunk'): AmiMessage => ({ headers: [['Event', 'DialEnd'], ['DestChannel', `PJSIP/${peer}-0000001a`], ['DialStatus', status]] });

describe.skipIf(!hasDialogues)('a real Asterisk, recorded', () => {
  test('phones that come and go, and failed logins, have the checks run that see them', async () => {
    const { told, security: found } = await watch('recorded', hasDialogues ? recordedEvents('09-registration-events') : []);
    expect(told.map(({ name, summary }) => `${name}: ${summary}`)).toEqual(expect.arrayContaining([
      'ContactStatus: 1004: Reachable', 'ContactStatus: 1004: Removed', 'ContactStatus: 1003: Unreachable', 'Registry: registration at sip:127.0.0.1:5060: Rejected',
      'ChallengeResponseFailed: failed login of 1005 from 127.0.0.1 (PJSIP)',
    ]));
    expect(found).toMatchObject({ state: 'ok', summary: 'in 15 minutes: failed logins 3 from 1 address, most from 127.0.0.1 (3); refused addresses 0' });
    expect(JSON.stringify(told)).not.toContain('39b990bdadf92e00ca6e5c9b22287215');
  });

  test('a call that is answered is one attempt that succeeded', async () => {
    const { success } = await watch('called', hasDialogues ? recordedEvents('11-call-events') : []);
    expect(success).toMatchObject({ state: 'ok', summary: '1 calls in 15 minutes, 100 % answered, 0 % failed' });
  });
});

test('many failed logins are critical, with where most came from', async () => {
  const { security: found } = await watch('attacked', [...Array.from({ length: 190 }, () => failed('203.0.113.5')), ...Array.from({ length: 20 }, (_, at) => failed(`203.0.113.${at + 10}`, 'admin'))]);
  expect(found).toMatchObject({ state: 'critical', items: [{ name: 'failed logins', summary: '210 from 21 addresses, most from 203.0.113.5 (190)' }, { state: 'ok' }] });
});

test('a trunk that takes no calls shows by itself, and a busy line is no failure', async () => {
  const { success } = await watch('cut off', [...Array.from({ length: 20 }, () => dialled('CONGESTION')), ...Array.from({ length: 60 }, () => dialled('BUSY', '1001'))]);
  expect(success.items.map(({ name, state, summary }) => [name, state, summary])).toEqual([['all', 'warning', '20 of 80 failed'], ['PJSIP/1001', 'ok', '0 of 60 failed'], ['PJSIP/trunk', 'critical', '20 of 20 failed']]);
});

test('FullyBooted tells since when Asterisk runs: shortly after a start it is a warning, which ends with Shutdown', async () => {
  const booted = (uptime: string): AmiMessage => ({ headers: [['Event', 'FullyBooted'], ['Uptime', uptime], ['LastReload', '5']] });
  const fresh = await watch('fresh', [booted('60')]);
  expect(fresh.core).toMatchObject({ state: 'warning', summary: expect.stringContaining('60 s ago'), metrics: [{ name: 'pbx.uptime', value: 60 }, { name: 'pbx.sinceReload', value: 5 }] });
  expect((await watch('old', [booted('86400')])).core).toMatchObject({ state: 'ok', metrics: [{ value: 86_400 }, { value: 5 }] });
  expect((await watch('over', [booted('60'), { headers: [['Event', 'Shutdown'], ['Restart', 'True']] }])).core).toMatchObject({ state: 'ok', metrics: [] });
});

test('while nobody listens, nothing heard is unknown', async () => {
  const context = { ...asking(answering({})), device: { ...asking(answering({})).device, id: 'deaf' } };
  expect(await security(context)).toMatchObject({ state: 'unknown' });
  expect(await callSuccess(context)).toMatchObject({ state: 'unknown' });
});

test('a name with control characters makes no second line', async () => {
  const { told } = await watch('odd', [failed('203.0.113.5', `x\u2028${'y'.repeat(500)}`)]);
  expect(told[0]?.summary).toMatch(/^failed login of x y+$/);
});

test('an attack from a hundred thousand addresses is counted in bounded memory', () => {
  const tally = new Tally(60);
  for (let at = 0; at < 100_000; at += 1) tally.add(`address ${at}`);
  const counts = tally.within(60);
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(100_000);
  expect(counts.size).toBeLessThan(1_000);
});

test('devices do not share what was heard, and every meaning is one the manifest lets it hear', async () => {
  heardOf('one').failedLogins.add('203.0.113.5');
  expect(heardOf('other').failedLogins.within(15).size).toBe(0);
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  expect(Object.keys(meanings).sort()).toEqual([...manifest.jackfield.permissions.ami.events].sort());
});
