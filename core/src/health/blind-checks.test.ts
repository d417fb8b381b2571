import { AuthFailed, NotReady, outcome, Refused, result, Unreachable, type OutcomeKind } from '@jackfield/sdk';
import { describe, expect, test, vi } from 'vitest';
import { checkFailed } from './errors.ts';
import { minute, second, useFakeTime } from './testing/fake-time.ts';
import { device, Rig } from './testing/rig.ts';

useFakeTime();

const checks = Object.fromEntries(['Calls', 'Queues', 'Trunks'].map((title) => [title.toLowerCase(), { title, every: '60s' }]));
const peers = { peers: { title: 'Peers', every: '60s' } };

/** As a transport thread says it: the reason, the transport and where it got. */
function fault(kind: OutcomeKind, why: string, transport = 'ami', layer = 'login'): Error {
  return outcome(kind, `${transport}.list on 127.0.0.1: ${why}`, { data: { transport, why, layer } });
}

const open = (rig: Rig): ReturnType<Rig['health']['incidents']> => rig.health.incidents({ status: 'open' });
const statesOf = (rig: Rig): Record<string, string> => Object.fromEntries(rig.health.statuses().map(({ check, state }) => [check, state]));

async function running(rig: Rig, answer: Rig['answer']): Promise<void> {
  rig.answer = answer;
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(3 * minute);
}

describe('a transport that gets no answer', () => {
  test.each([
    ['Unreachable', 'nobody listens on port 5038', 'pbx does not answer over ami: nobody listens on port 5038'],
    ['AuthFailed', 'the manager refuses the login', 'pbx gives no login over ami: the manager refuses the login'],
    ['NotReady', 'Asterisk is still starting', 'pbx is not ready over ami: Asterisk is still starting'],
  ] as const)('%s: one incident names all checks that are blind, and each is unknown with its code', async (kind, reason, told) => {
    await using rig = new Rig([device('pbx')], checks);
    const opened = vi.fn();
    rig.events.on('incident.opened', opened);
    await running(rig, () => Promise.reject(fault(kind, reason)));
    expect(await open(rig)).toMatchObject([{ plugin: 'jackfield', check: 'reachability over ami', state: 'unknown', summary: `${told}; 3 checks are blind: Calls, Queues, Trunks` }]);
    expect(opened.mock.calls).toMatchObject([[{ summary: expect.stringMatching(/; [23] checks are blind: /) }]]);
    expect(statesOf(rig)).toEqual({ calls: 'unknown', queues: 'unknown', trunks: 'unknown' });
    expect(rig.health.statuses()[0]).toMatchObject({ hard: true, summary: `ami.list on 127.0.0.1: ${reason}` });
  });

  test('a credential that is not set is one incident too', async () => {
    await using rig = new Rig([device('pbx')], checks);
    await running(rig, () => Promise.reject(checkFailed('transports.ami.credentials is not set at leeds', { place: { transport: 'ami' } })));
    expect(await open(rig)).toMatchObject([{ summary: 'pbx is not seen over ami: transports.ami.credentials is not set at leeds; 3 checks are blind: Calls, Queues, Trunks' }]);
  });

  test('what looks another way goes on, and has incidents of its own', async () => {
    await using rig = new Rig([device('pbx')], { ...checks, ...peers });
    await running(rig, async ({ check }) => (check === 'peers' ? result.critical('one is silent') : Promise.reject(fault('Unreachable', 'nobody listens'))));
    expect((await open(rig)).map(({ check, state }) => [check, state]).sort()).toEqual([['peers', 'critical'], ['reachability over ami', 'unknown']]);
  });

  test('what one check alone asks in vain is of that check: a denied action, an outcome of the plugin', async () => {
    await using rig = new Rig([device('pbx')], checks);
    await running(rig, ({ check }) => Promise.reject(check === 'calls' ? new Refused('denied') : check === 'queues' ? new NotReady('reloading') : new AuthFailed('the repository has another password')));
    expect((await open(rig)).map(({ check }) => check).sort()).toEqual(['calls', 'queues', 'trunks']);
  });

  test('once one sees the others look at once; the last of them ends the incident, and each is unknown until it has seen', async () => {
    await using rig = new Rig([device('pbx')], checks);
    await running(rig, () => Promise.reject(fault('AuthFailed', 'the manager refuses the login')));
    const later = Promise.withResolvers<void>();
    rig.answer = async ({ check }) => {
      if (check === 'trunks') await later.promise;
      return result.ok('fine');
    };
    const asked = rig.health.checkNow('pbx', { check: 'calls' });
    await vi.advanceTimersByTimeAsync(0);
    await asked;
    expect(await open(rig)).toMatchObject([{ summary: expect.stringContaining('2 checks are blind: Queues, Trunks') }]);
    await vi.advanceTimersByTimeAsync(10 * second);
    expect(statesOf(rig)).toEqual({ calls: 'ok', queues: 'ok', trunks: 'unknown' });
    expect(await open(rig)).toMatchObject([{ summary: expect.stringContaining('1 check is blind: Trunks') }]);
    later.resolve();
    await vi.advanceTimersByTimeAsync(second);
    expect(await open(rig)).toEqual([]);
    expect(statesOf(rig)).toEqual({ calls: 'ok', queues: 'ok', trunks: 'ok' });
  });

  test('a problem known before stays as it was while it is not seen; what is seen first afterwards is confirmed anew', async () => {
    await using rig = new Rig([device('pbx')], checks);
    await running(rig, async ({ check }) => (check === 'trunks' ? result.critical('one is not registered') : result.ok('fine')));
    rig.answer = () => Promise.reject(fault('Unreachable', 'nobody listens'));
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect((await open(rig)).map(({ check, state }) => [check, state]).sort()).toEqual([['reachability over ami', 'unknown'], ['trunks', 'critical']]);
    let runs = 0;
    rig.answer = async ({ check }) => (check === 'queues' && (runs += 1) === 1 ? Promise.reject(new NotReady('app_queue is not there yet')) : result.ok('fine'));
    const opened = vi.fn();
    rig.events.on('incident.opened', opened);
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(await open(rig)).toEqual([]);
    expect(opened).not.toHaveBeenCalled();
  });

  test('a check that could not see for a reason of its own has no incident beside that of the transport', async () => {
    await using rig = new Rig([device('pbx')], checks);
    await running(rig, () => Promise.reject(new NotReady('a reload is in progress')));
    expect(await open(rig)).toHaveLength(3);
    rig.answer = () => Promise.reject(fault('Unreachable', 'nobody listens'));
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect((await open(rig)).map(({ check }) => check)).toEqual(['reachability over ami']);
  });
});

describe('the incident of a transport', () => {
  test('gives way to that of the device when the device is not there at all', async () => {
    await using rig = new Rig([device('pbx')], checks);
    await running(rig, () => Promise.reject(fault('Unreachable', 'nobody listens')));
    rig.silent.add('127.0.0.1');
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect((await open(rig)).map(({ check }) => check)).toEqual(['reachability']);
    rig.silent.clear();
    rig.answer = async () => result.ok('fine');
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(await open(rig)).toEqual([]);
  });

  test('is of one transport: another one that gets no answer has its own', async () => {
    await using rig = new Rig([device('pbx')], { ...checks, ...peers });
    await running(rig, ({ check }) => Promise.reject(fault('Unreachable', 'nobody listens', check === 'peers' ? 'ssh' : 'ami')));
    expect((await open(rig)).map(({ check }) => check).sort()).toEqual(['reachability over ami', 'reachability over ssh']);
  });

  test('stands over a restart of the host, and ends with the checks that were blind', async () => {
    await using first = new Rig([device('pbx')], checks);
    await running(first, () => Promise.reject(fault('Unreachable', 'nobody listens')));
    await first[Symbol.asyncDispose]();
    await using next = new Rig([device('pbx')], checks, first.store);
    const opened = vi.fn();
    next.events.on('incident.opened', opened);
    await running(next, first.answer);
    expect([opened.mock.calls.length, (await open(next)).length]).toEqual([0, 1]);
    next.enabled = false;
    next.events.emit('configuration.reloaded', { sites: 1, person: 'jackfield', atNextStart: [] });
    await vi.advanceTimersByTimeAsync(second);
    expect(await open(next)).toEqual([]);
  });

  test('is told once while its checks flap between seeing and not', async () => {
    await using rig = new Rig([device('pbx')], { calls: { title: 'Calls', every: '60s' } });
    rig.settings['health'] = { attempts: 1 };
    let runs = 0;
    await running(rig, async () => ((runs += 1) % 2 === 0 ? Promise.reject(fault('Unreachable', 'nobody listens')) : result.ok('on')));
    await vi.advanceTimersByTimeAsync(30 * minute);
    const opened = vi.fn();
    rig.events.on('incident.opened', opened);
    await vi.advanceTimersByTimeAsync(30 * minute);
    expect([opened.mock.calls.length, (await open(rig)).length]).toEqual([0, 1]);
    rig.answer = async () => result.ok('on');
    await vi.advanceTimersByTimeAsync(30 * minute);
    expect(await open(rig)).toEqual([]);
  });

  test('a device behind no gate that answers nothing has one as well', async () => {
    await using rig = new Rig([device('pbx')], checks);
    rig.settings['health'] = { gate: 'off' };
    await running(rig, () => Promise.reject(fault('Unreachable', 'no way to its address', 'ssh', 'connect')));
    expect((await open(rig)).map(({ summary }) => summary)).toEqual(['pbx does not answer over ssh: no way to its address; 3 checks are blind: Calls, Queues, Trunks']);
    expect(rig.health.statuses()[0]).toMatchObject({ code: new Unreachable('').code });
  });
});
