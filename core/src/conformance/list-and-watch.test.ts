import { setTimeout as delay } from 'node:timers/promises';
import { snmpText } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { judge, quickEffort, rules, Subject } from './index.ts';
import { outletsOf, soundStrip, stripFolder, type StripParts } from './testing/strip-plugin.ts';

async function found(parts: Partial<StripParts>, ids: readonly string[]): Promise<string[]> {
  await using folder = await stripFolder({ ...soundStrip, ...parts });
  const subject = await Subject.load(folder);
  const findings: string[] = [];
  for (const rule of rules.filter(({ id }) => ids.includes(id))) for (const { of, message } of (await judge(subject, rule, quickEffort)).findings) findings.push(`${rule.id}: ${of}: ${message}`);
  return findings;
}

test('what lists and listens as it should keeps every rule about devices', async () => {
  expect(await found({}, rules.filter(({ id, about }) => about === 'device' && id !== 'no-leaks').map(({ id }) => id))).toEqual([]);
});

const { outlet } = soundStrip;
let asked = 0;

test.each<[what: string, list: NonNullable<StripParts['outlet']['list']>, why: string]>([
  ['names what is not there', async () => [{ outlet: 'out9' }], 'which cannot be read: there is no outlet out9'],
  ['names something twice', async () => [{ outlet: 'out1' }, { outlet: 'out1' }], 'names {"outlet":"out1"} twice'],
  ['names more than the key', async () => [{ outlet: 'out1', alias: '' }], 'and its key is outlet'],
  ['answers in another order each time', async ({ snmp }) => { asked += 1; const names = Array.from((await outletsOf(snmp)).keys(), (name) => ({ outlet: name })); return asked % 2 === 0 ? names : names.toReversed(); }, ', then '],
  ['forgets what was pushed', async () => [{ outlet: 'out1' }], 'has pushed {"outlet":"out3"}, and does not name it'],
  ['wants to write', async (context) => {
    const set: unknown = Reflect.get(context.snmp, 'set');
    if (typeof set === 'function') await Promise.resolve(Reflect.apply(set, context.snmp, [[{ oid: '1.3.6.1.2.1.31.1.1.1.18.1', value: { type: 'OctetString', value: Buffer.from('x') } }]])).catch(() => undefined);
    return Array.from((await outletsOf(context.snmp)).keys(), (name) => ({ outlet: name }));
  }, 'asks for what the host refuses: snmp.set'],
])('list-readable is broken when a list %s', async (_what, list, why) => {
  expect(await found({ outlet: { ...outlet, list } }, ['list-readable'])).toContainEqual(expect.stringContaining(why));
});

test('a list is a reading call like any other: nothing is there only when the device says so', async () => {
  const list: typeof outlet.list = async ({ snmp }) => Array.from((await outletsOf(snmp).catch(() => new Map<string, string>())).keys(), (name) => ({ outlet: name }));
  expect(await found({ outlet: { ...outlet, list } }, ['errors-are-outcomes'])).toContainEqual('errors-are-outcomes: list outlet on strip-1: nothing answered, and it lists what is there');
});

test.each<[what: string, traps: StripParts['traps'], why: string]>([
  ['returns at once', async () => undefined, 'ends while nothing happens: it returned'],
  ['is ended by a trap that is not as usual', async ({ snmp, signal, emit }) => {
    for await (const { varbinds } of snmp.traps(signal)) {
      if (varbinds.some(({ value }) => value.type === 'NoSuchObject')) throw new TypeError('no such object');
      emit({ name: 'trap', summary: 'it said something' });
    }
  }, 'ends on what it hears: '],
  ['goes on after its end', async ({ snmp, signal, emit }) => {
    for await (const { oid } of snmp.traps(signal)) emit({ name: oid, summary: 'it said something' });
    await delay(3_000);
  }, 'still runs 500 ms after it was ended'],
  ['tells what is not valid', async ({ snmp, signal, emit }) => {
    for await (const { varbinds: [first] } of snmp.traps(signal)) emit({ name: 'trap', summary: 'x'.repeat(5_000), ...(first === undefined ? {} : { data: { said: snmpText(first.value) } }) });
  }, 'which is not valid: summary'],
  ['says several lines', async ({ snmp, signal, emit }) => { for await (const { oid } of snmp.traps(signal)) emit({ name: oid, summary: 'it said\nsomething' }); }, 'whose summary is not one line'],
  ['hints at a check that is not there', async ({ snmp, signal, emit }) => { for await (const { oid } of snmp.traps(signal)) emit({ name: oid, summary: 'it said something', hints: ['fans'] }); }, 'hints at the check fans'],
])('watchers-sound is broken when a watcher %s', async (_what, traps, why) => {
  expect(await found({ traps }, ['watchers-sound'])).toEqual([expect.stringContaining(why)]);
});
