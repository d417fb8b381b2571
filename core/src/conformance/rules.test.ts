import { setTimeout } from 'node:timers/promises';
import { result } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { conclude, judge, quickEffort, refuseExemptions, rules, Subject, type Conformance } from './index.ts';
import { lampFolder, readLamp, sound, soundFiles, writeLamp, type LampFiles, type LampParts } from './testing/lamp-plugin.ts';

const effort = { ...quickEffort, repetitions: 200 };

/** Judges the lamp with some parts replaced: by some rules, or by all. */
async function conformance(parts: Partial<LampParts>, files: Partial<LampFiles> = {}, only: readonly string[] = rules.map(({ id }) => id), tried = effort): Promise<Conformance> {
  await using folder = await lampFolder({ ...soundFiles, ...files }, { ...sound, ...parts });
  const subject = await Subject.load(folder);
  refuseExemptions(subject);
  const verdicts = [];
  for (const rule of rules.filter(({ id }) => only.includes(id))) verdicts.push(await judge(subject, rule, tried));
  return conclude(subject, verdicts);
}

test('a plugin that keeps every rule reaches platinum and is proved to apply', { timeout: 120_000 }, async () => {
  const found = await conformance({});
  expect(found.verdicts.flatMap(({ rule, findings }) => findings.map(({ of, message }) => `${rule}: ${of}: ${message}`))).toEqual([]);
  expect(found).toMatchObject({ plugin: 'lamp', tier: 'platinum', level: 'apply' });
  expect(found.tried).toBeGreaterThan(1_000);
});

const kept: unknown[] = [];
const timers: NodeJS.Timeout[] = [];
const { signal: longSignal } = new AbortController();
const seen = new Map<number, string>();
const cache = new Map<string, string>();
const latest: number[] = [];
let draws = 0;
let applied = false;

/** Each keeps all but the named rule, or breaks others only because of it. */
const mistakes: readonly (readonly [rule: string, what: string, parts: Partial<LampParts>, files?: Partial<LampFiles> | undefined])[] = [
  ['reading-never-writes', 'a check tries to write and swallows the refusal', {
    lit: async (context) => {
      const set: unknown = Reflect.get(context.snmp, 'set');
      if (typeof set === 'function') await Promise.resolve(Reflect.apply(set, context.snmp, [[{ oid: '1.3.6.1.2.1.1.5.0', value: { type: 'OctetString', value: Buffer.from('off') } }]])).catch(() => undefined);
      return sound.lit(context);
    },
  }],
  ['answers-valid', 'a metric has no unit', { lit: async () => result.ok('on', { metrics: [{ name: 'watts', value: 7 }] }) }],
  ['answers-valid', 'two items have one name', { lit: async () => result.fromItems('on', [{ name: 'bulb', state: 'ok', summary: '' }, { name: 'bulb', state: 'ok', summary: '' }]) }],
  ['errors-are-outcomes', 'an unreachable device becomes a TypeError', { lit: async (context) => sound.lit(context).catch(() => Promise.reject(new TypeError('no light'))) }],
  ['errors-are-outcomes', 'an unreachable device is said to be ok', { lit: async (context) => sound.lit(context).catch(() => result.ok('on')) }],
  ['deadline-honoured', 'a check goes on after its call', { lit: async (context) => sound.lit(context).catch(() => new Promise<never>(() => undefined)) }],
  ['identify-own-only', 'everything with SNMP is claimed', {}, { match: [{ 'snmp.sysObjectID': '*' }] }],
  ['results-stable', 'items are named by chance', { lit: async () => { draws += 1; return result.fromItems('on', [{ name: `bulb ${draws}`, state: 'ok', summary: 'on' }]); } }],
  ['garbage-survived', 'what a device says is parsed as JSON', { lit: async (context) => { const { light } = await readLamp(context.snmp); return result.ok(String(JSON.parse(`"${light}"`))); } }],
  ['resources-tried', 'nothing is pushed', {}, { pushes: [] }],
  ['plan-pure', 'a plan holds a number drawn by chance', { lamp: { ...sound.lamp, plan: () => { draws += 1; return { light: `off ${draws}`, place: 'cellar' }; } } }],
  ['second-plan-empty', 'what is written is not what was planned', { lamp: { ...sound.lamp, apply: async ({ snmp }, { light }) => writeLamp(snmp, 'light', `${light}!`) } }],
  ['apply-idempotent', 'each apply adds to what is there', { lamp: { ...sound.lamp, apply: async ({ snmp }) => writeLamp(snmp, 'light', `${(await readLamp(snmp)).light}+`) } }],
  ['restore-exact', 'an undo writes in capitals', { lamp: { ...sound.lamp, restore: async (context, state) => sound.lamp.restore(context, { ...state, light: state.light.toUpperCase() }, {}) } }],
  ['restore-after-fault', 'an undo trusts what apply remembered', {
    lamp: {
      ...sound.lamp,
      apply: async (context, wanted, current) => { applied = false; await sound.lamp.apply(context, wanted, current, {}); applied = true; },
      restore: async (context, state) => (applied ? sound.lamp.restore(context, state, {}) : undefined),
    },
  }],
  ['restore-again', 'an undo wants the device as apply left it', {
    lamp: {
      ...sound.lamp,
      restore: async (context, state) => {
        const now = await readLamp(context.snmp);
        const isHalfUndone = now.place === state.place && now.light !== state.light;
        if (!isHalfUndone) await sound.lamp.restore(context, state, {});
      },
    },
  }],
  ['checks-turn', 'a check is never red', { lit: async (context) => { await readLamp(context.snmp); return result.ok('on'); } }],
  ['permissions-used', 'echo requests are asked for and never sent', {}, { permissions: { ...soundFiles.permissions, icmp: true } }],
  ['no-leaks', 'each call leaves a buffer behind', { lit: async (context) => { kept.push(Array.from({ length: 500 }, (_nothing, at) => at)); return sound.lit(context); } }],
  ['no-leaks', 'each call leaves a timer behind', { lit: async (context) => { timers.push(globalThis.setTimeout(() => undefined, 60_000)); return sound.lit(context); } }],
  ['no-leaks', 'each call keeps a Buffer', { lit: async (context) => { kept.push(Buffer.alloc(8_192)); return sound.lit(context); } }],
  ['no-leaks', 'each call leaves a timer behind that hides', { lit: async (context) => { timers.push(globalThis.setTimeout(() => undefined, 60_000).unref()); return sound.lit(context); } }],
  ['no-leaks', 'each call leaves an interval behind that hides', { lit: async (context) => { timers.push(setInterval(() => undefined, 60_000).unref()); return sound.lit(context); } }],
  ['no-leaks', 'each call leaves a listener on its signal', { lit: async (context) => { context.signal.addEventListener('abort', () => undefined, { once: true }); return sound.lit(context); } }],
  ['no-leaks', 'each call leaves a listener on a signal of the plugin', { lit: async (context) => { longSignal.addEventListener('abort', () => undefined); return sound.lit(context); } }],
  ['no-leaks', 'each call adds an entry to a Map', { lit: async (context) => { draws += 1; seen.set(draws, 'on'); return sound.lit(context); } }],
  ['no-leaks', 'each apply keeps what it wrote', { lamp: { ...sound.lamp, apply: async (context, wanted) => { kept.push(wanted.light); await sound.lamp.apply(context, wanted, wanted, {}); } } }],
  ['no-leaks', 'each restore leaves a timer behind', { lamp: { ...sound.lamp, restore: async (context, state) => { timers.push(globalThis.setTimeout(() => undefined, 60_000).unref()); await sound.lamp.restore(context, state, {}); } } }],
  ['documented', 'the README says nothing', {}, { readme: 'A lamp.\n' }],
];

test.each(mistakes.map(([rule, what, parts, files]) => ({ rule, what, parts, files })))('$rule is broken when $what', async ({ rule, parts, files }) => {
  const { verdicts } = await conformance(parts, files, [rule]);
  expect(verdicts.map(({ rule: id, ending }) => [id, ending])).toEqual([[rule, 'broken']]);
  for (const timer of timers.splice(0)) clearTimeout(timer);
  kept.length = 0;
  seen.clear();
});

/** What a careful author does, and what is no leak: it is never blamed, however often it is looked at. */
const careful: Partial<LampParts> = {
  lit: async (context) => {
    const { signal } = context;
    const stop = (): void => undefined;
    signal.addEventListener('abort', stop, { once: true });
    try {
      cache.set('lamp', 'on');
      latest.push(Date.now());
      if (latest.length > 50) latest.shift();
      await setTimeout(0, undefined, { signal });
      // Has an end.
      AbortSignal.any([signal, AbortSignal.timeout(60_000)]).throwIfAborted();
      Buffer.alloc(100_000).fill(1);
      clearTimeout(globalThis.setTimeout(() => undefined, 60_000).unref());
      globalThis.setTimeout(() => undefined, 5).unref();
      return await sound.lit(context);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  },
};

test('a plugin that cleans up after itself is not blamed for leaks, in twenty trials', { timeout: 300_000 }, async () => {
  const one = { 'lamp-1': Object.values(soundFiles.devices)[0] };
  for (let trial = 0; trial < 20; trial += 1) {
    const { verdicts } = await conformance(careful, { devices: one, pushes: [] }, ['no-leaks'], quickEffort);
    expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
  }
});

test('every rule has a mistake that it finds', () => {
  // Those of confirm-undoes need a device of another kind: confirm-undoes.test.ts.
  expect([...new Set([...mistakes.map(([rule]) => rule), 'confirm-undoes'])].toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
});

test('a broken rule keeps a plugin below its tier and its level', async () => {
  const quick = rules.map(({ id }) => id).filter((id) => id !== 'no-leaks' && id !== 'garbage-survived');
  const withoutUndo = await conformance({ lamp: { ...sound.lamp, restore: async () => undefined } }, {}, quick);
  expect(withoutUndo).toMatchObject({ tier: 'bronze', level: 'plan' });
  const wild = await conformance({ lit: async () => { throw new TypeError('boom'); } }, {}, quick);
  expect(wild).toMatchObject({ tier: null, level: null });
});

const reason = 'Lamps of this maker have no other way to be told apart.';

test('an exemption with a reason excuses the findings that it names, and is a finding itself when there are none', async () => {
  const everything = { match: [{ 'snmp.sysObjectID': '*' }] };
  const excused = await conformance({}, { ...everything, exemptions: [{ rule: 'identify-own-only', of: ['switch-1'], reason }] }, ['identify-own-only']);
  expect(excused.verdicts[0]).toMatchObject({ ending: 'exempt', findings: [], excused: [{ of: 'switch-1', reason }] });
  const idle = await conformance({}, { exemptions: [{ rule: 'identify-own-only', of: ['switch-1'], reason }] }, ['identify-own-only']);
  expect(idle.verdicts[0]).toMatchObject({ ending: 'broken', findings: [{ of: 'switch-1', message: expect.stringContaining('remove the exemption') }] });
});

test('exemptions from what nobody is exempt from, without a reason, or from no rule are refused', async () => {
  const refused = (exemption: object) => conformance({}, { exemptions: [exemption] }, []);
  await expect(refused({ rule: 'plan-pure', reason })).rejects.toMatchObject({ code: 'JF9201', message: expect.stringContaining('nobody is exempt from plan-pure') });
  await expect(refused({ rule: 'plan-poor', reason })).rejects.toMatchObject({ code: 'JF9201', message: expect.stringContaining('there is no rule plan-poor') });
  await expect(refused({ rule: 'identify-own-only', reason: 'because' })).rejects.toMatchObject({ code: 'JF9201', message: expect.stringContaining('exemptions.0.reason') });
});
