import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AuthFailed, NotReady, OutcomeError, result, snmpText, type Identification, type SnmpReader, type SnmpWriter } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { conclude, judge, quickEffort, refuseExemptions, rules, Subject, type Conformance } from './index.ts';
import { lampFolder, oids, readLamp, sound, soundFiles, writeLamp, type LampFiles, type LampParts, type LampState } from './testing/lamp-plugin.ts';

const effort = { ...quickEffort, repetitions: 200 };

/** Judges the lamp with some parts replaced: by some rules, or by all. */
async function conformance(parts: Partial<LampParts> | (() => Partial<LampParts>), files: Partial<LampFiles> = {}, only: readonly string[] = rules.map(({ id }) => id)): Promise<Conformance> {
  await using folder = await lampFolder({ ...soundFiles, ...files }, () => ({ ...sound, ...(typeof parts === 'function' ? parts() : parts) }));
  const subject = await Subject.load(folder);
  refuseExemptions(subject);
  const verdicts = [];
  for (const rule of rules.filter(({ id }) => only.includes(id))) verdicts.push(await judge(subject, rule, effort));
  return conclude(subject, verdicts);
}

test('a plugin that keeps every rule reaches platinum and is proved to apply', { timeout: 120_000 }, async () => {
  const found = await conformance({});
  expect(found.verdicts.flatMap(({ rule, findings }) => findings.map(({ of, message }) => `${rule}: ${of}: ${message}`))).toEqual([]);
  expect(found).toMatchObject({ plugin: 'lamp', tier: 'platinum', level: 'apply' });
  expect(found.tried).toBeGreaterThan(1_000);
});

test('a lamp that probes with what is there, and saves, keeps the rules about it', async () => {
  const save: LampParts['discovery']['save'] = async ({ snmp }) => {
    await writeLamp(snmp, 'place', 'hall');
    return true;
  };
  const found = await conformance({ lamp: { ...sound.lamp, probe: async ({ snmp }, _wanted, { place }) => writeLamp(snmp, 'place', place) }, discovery: { ...sound.discovery, save } }, { asks: true }, ['probe-leaves', 'save-again']);
  expect(found.verdicts).toMatchObject([{ ending: 'kept', tried: 2, findings: [] }, { ending: 'kept', tried: 4, findings: [] }]);
});

const kept: unknown[] = [];
const timers: NodeJS.Timeout[] = [];
const { signal: longSignal } = new AbortController();
const seen = new Map<number, string>();
const cache = new Map<string, string>();
const latest: number[] = [];
let draws = 0;
let applied = false;

/** Looks at nothing but what its match rules let through. */
const claimsAll: LampParts['discovery'] = { ...sound.discovery, identify: async () => ({ ...nameless, kind: 'unknown', vendor: 'Acme', model: 'Lamp' }) };
const nameless: Identification = { kind: 'switch', name: null, vendor: null, model: null, os: null, version: null, serial: null, keys: [], confidence: 80 };

async function readOne(snmp: SnmpReader, oid: string): Promise<string> {
  const [varbind] = await snmp.get([oid]);
  return snmpText(varbind?.value) ?? '';
}

/** Keeps the processor for so many milliseconds of its own time, whoever else wants it. */
function busy(ms: number): void {
  const end = process.threadCpuUsage().user + ms * 1_000;
  while (process.threadCpuUsage().user < end);
}

const contactOid = '1.3.6.1.2.1.1.4.0';
/** The lamp's contact may be written, which no part of it reads. */
const contact = { permissions: { snmp: { read: true, write: ['1.3.6.1.2.1.1.4', '1.3.6.1.2.1.1.5', '1.3.6.1.2.1.1.6'] } } };

async function addContact(snmp: SnmpWriter): Promise<void> {
  const [varbind] = await snmp.get([contactOid]);
  await snmp.set([{ oid: contactOid, value: { type: 'OctetString', value: Buffer.from(`${snmpText(varbind?.value) ?? ''}+`) } }]);
}

/** Each keeps all but the named rule, or breaks others only because of it. */
const mistakes: readonly (readonly [rule: string, what: string, parts: Partial<LampParts> | (() => Partial<LampParts>), files?: Partial<LampFiles> | undefined])[] = [
  ['reading-never-writes', 'a check tries to write and swallows the refusal', {
    lit: async (context) => {
      const set: unknown = Reflect.get(context.snmp, 'set');
      if (typeof set === 'function') await Promise.resolve(Reflect.apply(set, context.snmp, [[{ oid: '1.3.6.1.2.1.1.5.0', value: { type: 'OctetString', value: Buffer.from('off') } }]])).catch(() => undefined);
      return sound.lit(context);
    },
  }],
  ['reading-never-writes', 'a check tries to write each thirtieth time', () => {
    let calls = 0;
    return {
      lit: async (context) => {
        calls += 1;
        const set: unknown = Reflect.get(context.snmp, 'set');
        if (calls % 30 === 0 && typeof set === 'function') await Promise.resolve(Reflect.apply(set, context.snmp, [[{ oid: '1.3.6.1.2.1.1.5.0', value: { type: 'OctetString', value: Buffer.from('off') } }]])).catch(() => undefined);
        return sound.lit(context);
      },
    };
  }],
  ['answers-valid', 'a metric has no unit', { lit: async () => result.ok('on', { metrics: [{ name: 'watts', value: 7 }] }) }],
  ['answers-valid', 'two items have one name', { lit: async () => result.fromItems('on', [{ name: 'bulb', state: 'ok', summary: '' }, { name: 'bulb', state: 'ok', summary: '' }]) }],
  ['errors-are-outcomes', 'an unreachable device becomes a TypeError', { lit: async (context) => sound.lit(context).catch(() => Promise.reject(new TypeError('no light'))) }],
  ['errors-are-outcomes', 'an unreachable device is said to be ok', { lit: async (context) => sound.lit(context).catch(() => result.ok('on')) }],
  ['errors-are-outcomes', 'a wrong password is said to be ok', { lit: async (context) => sound.lit(context).catch((error: unknown) => (error instanceof AuthFailed ? result.ok('on') : Promise.reject(error))) }],
  ['errors-are-outcomes', 'a device that is starting is said to be ok', { lit: async (context) => sound.lit(context).catch((error: unknown) => (error instanceof NotReady ? result.ok('starting') : Promise.reject(error))) }],
  ['errors-are-outcomes', 'an unreachable device is said to be ill', { lit: async (context) => sound.lit(context).catch(() => result.critical('off')) }],
  ['errors-are-outcomes', 'what was cancelled is said to be ok', { lit: async (context) => sound.lit(context).catch((error: unknown) => (error instanceof OutcomeError ? Promise.reject(error) : result.ok('on'))) }],
  ['errors-are-outcomes', 'what cannot be read is read as empty', { lamp: { ...sound.lamp, read: async ({ snmp }) => readLamp(snmp).catch(() => ({ light: '', place: '' })) } }],
  ['errors-are-outcomes', 'a part that cannot be read is read as empty', {
    lamp: { ...sound.lamp, read: async ({ snmp }) => ({ light: await readOne(snmp, oids.light), place: await readOne(snmp, oids.place).catch(() => '') }) },
  }],
  ['errors-are-outcomes', 'a fault that one lost answer hides is said to be none', {
    lit: async (context) => { await readOne(context.snmp, oids.place); return sound.lit(context).catch(() => result.ok('on')); },
  }],
  ['deadline-honoured', 'a check goes on after its call', { lit: async (context) => sound.lit(context).catch(() => new Promise<never>(() => undefined)) }],
  ['deadline-honoured', 'a check sleeps and does not hear that it is cancelled', {
    lit: async (context) => { const found = await sound.lit(context); await new Promise<void>((resolve) => { timers.push(setTimeout(resolve, 3_000)); }); return found; },
  }],
  ['deadline-honoured', 'an apply sleeps and does not hear that it is cancelled', {
    lamp: { ...sound.lamp, apply: async (context, wanted, current, key) => { await new Promise<void>((resolve) => { timers.push(setTimeout(resolve, 3_000)); }); await sound.lamp.apply(context, wanted, current, key); } },
  }],
  ['identify-own-only', 'a closer look says another serial number', { discovery: { ...sound.discovery, identify: async (context) => { const found = await sound.discovery.identify(context); return found === null ? null : { ...found, serial: 'S-1' }; } } }],
  ['identify-own-only', 'everything with SNMP is claimed', { discovery: claimsAll }, { match: [{ 'snmp.sysObjectID': '*' }] }],
  ['identify-own-only', 'what any vendor made is claimed, and its file names nothing that looks alike', { discovery: claimsAll }, { match: [{ 'snmp.sysObjectID': '1.3.6.1.4.1.' }], foreign: { 'web-1': { http: { documents: { '/': 'hello' } } } } }],
  ['identify-own-only', 'whatever is of no maker is taken to be a lamp of the kind switch', { discovery: { ...sound.discovery, identify: async (context) => (await sound.discovery.identify(context)) ?? nameless } }, { match: [{ 'snmp.sysObjectID': '1.3.6.1.4.1.' }], foreign: { 'web-1': { http: { documents: { '/': 'hello' } } } } }],
  ['identify-own-only', 'a lamp is known by its place alone, whoever says to have made it', {
    discovery: { ...sound.discovery, identify: async ({ snmp }) => ((await readLamp(snmp)).place === 'hall' ? { ...nameless, kind: 'unknown', vendor: 'Acme', model: 'Lamp' } : null) },
  }, { match: [{ 'snmp.sysName': '*' }] }],
  ['identify-own-only', 'a model is not known, and nobody says that it cannot be', { discovery: { ...sound.discovery, identify: async (context) => { const found = await sound.discovery.identify(context); return found === null ? null : { ...found, model: null }; } } }, { devices: { 'lamp-1': { ...soundFiles.devices['lamp-1'], expect: { vendor: 'Acme' } } } }],
  ['identify-own-only', 'whatever the maker makes is called a lamp', { discovery: claimsAll }],
  ['results-stable', 'items are named by chance', { lit: async () => { draws += 1; return result.fromItems('on', [{ name: `bulb ${draws}`, state: 'ok', summary: 'on' }]); } }],
  ['results-stable', 'an item is named by the hour', { lit: async () => result.fromItems('on', [{ name: `bulb ${new Date().getHours()}`, state: 'ok', summary: 'on' }]) }],
  ['results-stable', 'an item is named by the year', { lit: async () => result.fromItems('on', [{ name: `bulb ${new Date().getUTCFullYear()}`, state: 'ok', summary: 'on' }]) }],
  ['results-stable', 'a state is another one at a rare chance', { lit: async () => result.fromItems('on', [{ name: 'bulb', state: Math.random() < 0.001 ? 'unknown' : 'ok', summary: 'on' }]) }],
  ['results-stable', 'each seventh call says less', () => {
    let calls = 0;
    return { lit: async () => { calls += 1; return result.fromItems('on', calls % 7 === 0 ? [] : [{ name: 'bulb', state: 'ok', summary: 'on' }]); } };
  }],
  ['results-stable', 'a summary is another one each time', { lit: async (context) => { draws += 1; return { ...(await sound.lit(context)), summary: `on, look ${draws}` }; } }],
  ['garbage-survived', 'what a device says is parsed as JSON', { lit: async (context) => { const { light } = await readLamp(context.snmp); return result.ok(String(JSON.parse(`"${light}"`))); } }],
  ['resources-tried', 'nothing is pushed', {}, { pushes: [] }],
  ['plan-pure', 'a plan holds a number drawn by chance', { lamp: { ...sound.lamp, plan: () => { draws += 1; return { light: `off ${draws}`, place: 'cellar' }; } } }],
  ['plan-pure', 'a plan holds the year', { lamp: { ...sound.lamp, plan: (_context, current) => ({ ...current, place: `cellar ${new Date().getFullYear()}` }) } }],
  ['plan-pure', 'a plan is another one at a rare chance', { lamp: { ...sound.lamp, plan: (_context, current) => ({ ...current, light: 'off', place: Math.random() < 0.001 ? 'attic' : 'cellar' }) } }],
  ['plan-pure', 'a plan goes by the time zone', { lamp: { ...sound.lamp, plan: (_context, current) => ({ ...current, light: 'off', place: `cellar ${process.env['TZ'] ?? ''}` }) } }],
  ['plan-pure', 'a plan goes by a variable of the environment', { lamp: { ...sound.lamp, plan: (_context, current) => ({ ...current, light: 'off', place: process.env['LAMP_PLACE'] ?? 'cellar' }) } }],
  ['plan-pure', 'a plan goes by the process that makes it', { lamp: { ...sound.lamp, plan: (_context, current) => ({ ...current, place: `cellar ${process.pid} ${performance.timeOrigin}` }) } }],
  ['plan-pure', 'a plan fills in what was read last', () => {
    let last: LampState = { light: 'on', place: 'hall' };
    return {
      lamp: {
        ...sound.lamp,
        read: async ({ snmp }) => { last = await readLamp(snmp); return last; },
        plan: (_context, _current, { light = last.light }) => ({ light, place: last.place }),
      },
    };
  }, { pushes: [{ resource: 'lamp', device: 'lamp-1', spec: { light: 'off' } }] }],
  ['plan-pure', 'a plan changes the state that it is given', {
    lamp: { ...sound.lamp, plan: (_context, current, { light = current.light, place = current.place }) => Object.assign(current, { light, place }) },
  }],
  ['plan-pure', 'a plan is made of what was last read, whatever it is given', () => {
    let last: LampState = { light: '', place: '' };
    return {
      lamp: {
        ...sound.lamp,
        read: async ({ snmp }) => { last = await readLamp(snmp); return last; },
        plan: (_context, _current, { place = last.place }) => ({ light: `${last.light}!`, place }),
      },
    };
  }],
  ['probe-leaves', 'a probe sets what is wanted', { lamp: { ...sound.lamp, probe: async ({ snmp }, wanted) => writeLamp(snmp, 'place', wanted.place) } }, { asks: true }],
  ['probe-leaves', 'a probe swallows what the device refuses', { lamp: { ...sound.lamp, probe: async ({ snmp }, _wanted, { place }) => writeLamp(snmp, 'place', place).catch(() => undefined) } }, { asks: true }],
  ['probe-leaves', 'a probe is promised, and there is none', {}, { asks: true }],
  ['save-again', 'a lamp says each time that it was saved once more', { discovery: { ...sound.discovery, save: async ({ snmp }) => { await writeLamp(snmp, 'place', `${(await readLamp(snmp)).place}+`); return true; } } }, { asks: true }],
  ['save-again', 'a lamp is said to be saved that refuses it', { discovery: { ...sound.discovery, save: async ({ snmp }) => { await writeLamp(snmp, 'place', 'hall').catch(() => undefined); return true; } } }, { asks: true }],
  ['second-plan-empty', 'what is said to be written is remembered, and not written', () => {
    let said: LampState | null = null;
    return {
      lamp: {
        ...sound.lamp,
        read: async ({ snmp }) => said ?? readLamp(snmp),
        apply: async (_context, wanted) => { said = wanted; },
      },
    };
  }],
  ['second-plan-empty', 'what is written is not what was planned', { lamp: { ...sound.lamp, apply: async ({ snmp }, { light }) => writeLamp(snmp, 'light', `${light}!`) } }],
  ['apply-idempotent', 'each apply adds to what is there', { lamp: { ...sound.lamp, apply: async ({ snmp }) => writeLamp(snmp, 'light', `${(await readLamp(snmp)).light}+`) } }],
  ['apply-idempotent', 'each apply adds to what the plugin does not read', { lamp: { ...sound.lamp, apply: async (context, wanted, current, key) => { await addContact(context.snmp); await sound.lamp.apply(context, wanted, current, key); } } }, contact],
  ['restore-exact', 'an undo leaves what the plugin does not read', { lamp: { ...sound.lamp, apply: async (context, wanted, current, key) => { await addContact(context.snmp); await sound.lamp.apply(context, wanted, current, key); } } }, contact],
  ['restore-exact', 'its file says that an undo leaves something, and it leaves nothing', {}, {
    pushes: [{ ...soundFiles.pushes[0], leaves: [{ what: `snmp.${oids.place}`, reason: 'The lamp stays where it was put, they say.' }] }],
  }],
  ['restore-exact', 'an undo goes by what was there before the last push, of whichever lamp', () => {
    let before: LampState | null = null;
    return {
      lamp: {
        ...sound.lamp,
        apply: async (context, wanted, current, key) => { before = await readLamp(context.snmp); await sound.lamp.apply(context, wanted, current, key); },
        restore: async (context, state, key) => sound.lamp.restore(context, before ?? state, key),
      },
    };
  }, { pushes: [...soundFiles.pushes, { resource: 'lamp', device: 'ill-1', spec: { place: 'attic' } }] }],
  ['undo-after-restart', 'an undo knows from a variable what was there', () => {
    let place: string | null = null;
    return {
      lamp: {
        ...sound.lamp,
        read: async ({ snmp }) => { const now = await readLamp(snmp); place ??= now.place; return now; },
        restore: async (context, state, key) => sound.lamp.restore(context, { ...state, place: place ?? 'nowhere' }, key),
      },
    };
  }],
  ['undo-after-restart', 'what is applied is remembered from the plan', () => {
    let planned: LampState | null = null;
    return {
      lamp: {
        ...sound.lamp,
        plan: (_context, current, spec) => { const { light = current.light, place = current.place } = spec; planned = { light, place }; return planned; },
        apply: async (context, _wanted, current, key) => (planned === null ? undefined : sound.lamp.apply(context, planned, current, key)),
      },
    };
  }],
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
  ['permissions-used', 'events are asked for that no watcher listens to', {}, { permissions: { ...soundFiles.permissions, ami: { events: ['ContactStatus'] } } }],
  ['permissions-used', 'a whole group may be written, and two of its objects are', {}, { permissions: { snmp: { read: true, write: ['1.3.6.1.2.1.1'] } } }],
  ['permissions-used', 'all of a device may be written', {}, { permissions: { snmp: { read: true, write: ['1.3.6.1'] } } }],
  ['metrics-sent', 'a metric that is declared never comes', { lit: async (context) => { const { state, summary, items } = await sound.lit(context); return { state, summary, items, metrics: [] }; } }],
  ['loop-given-back', 'a check computes for a fifth of a second in one piece', { lit: async (context) => { busy(200); return sound.lit(context); } }],
  ['loop-given-back', 'an apply computes for a fifth of a second in one piece', { lamp: { ...sound.lamp, apply: async (context, wanted, current, key) => { busy(200); await sound.lamp.apply(context, wanted, current, key); } } }],
  ['no-leaks', 'each call leaves a buffer behind', { lit: async (context) => { kept.push(Array.from({ length: 500 }, (_nothing, at) => at)); return sound.lit(context); } }],
  ['no-leaks', 'each call leaves bytes outside of the heap behind', { lit: async (context) => { kept.push(Buffer.alloc(20_000)); return sound.lit(context); } }],
  ['no-leaks', 'each call leaves a timer behind that keeps nothing alive', { lit: async (context) => { timers.push(setTimeout(() => undefined, 60_000).unref()); return sound.lit(context); } }],
  ['no-leaks', 'each push leaves something behind', { lamp: { ...sound.lamp, apply: async (context, wanted, current, key) => { kept.push(Buffer.alloc(200_000)); await sound.lamp.apply(context, wanted, current, key); } } }],
  ['no-leaks', 'each undo leaves a timer behind', { lamp: { ...sound.lamp, restore: async (context, state, key) => { timers.push(setInterval(() => undefined, 60_000).unref()); await sound.lamp.restore(context, state, key); } } }],
  ['no-leaks', 'each call leaves a listener on its signal', { lit: async (context) => { context.signal.addEventListener('abort', () => undefined, { once: true }); return sound.lit(context); } }],
  ['no-leaks', 'each call leaves a listener on a signal of the plugin', { lit: async (context) => { longSignal.addEventListener('abort', () => undefined); return sound.lit(context); } }],
  ['no-leaks', 'each call adds an entry to a Map', { lit: async (context) => { draws += 1; seen.set(draws, 'on'); return sound.lit(context); } }],
  ['no-leaks', 'each apply notes what it wrote', { lamp: { ...sound.lamp, apply: async (context, wanted, current, key) => { kept.push(wanted.light); await sound.lamp.apply(context, wanted, current, key); } } }],
  ['no-leaks', 'each call leaves a timer behind', { lit: async (context) => { timers.push(setTimeout(() => undefined, 60_000)); return sound.lit(context); } }],
  ['documented', 'the README says nothing', {}, { readme: 'A lamp.\n' }],
];

test.each(mistakes.map(([rule, what, parts, files]) => ({ rule, what, parts, files })))('$rule is broken when $what', async ({ rule, parts, files }) => {
  const { verdicts } = await conformance(parts, files, [rule]);
  expect(verdicts.map(({ rule: id, ending }) => [id, ending])).toEqual([[rule, 'broken']]);
  for (const timer of timers.splice(0)) clearTimeout(timer);
  kept.length = 0;
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
      await delay(0, undefined, { signal });
      // Has an end.
      AbortSignal.any([signal, AbortSignal.timeout(60_000)]).throwIfAborted();
      Buffer.alloc(100_000).fill(1);
      clearTimeout(setTimeout(() => undefined, 60_000).unref());
      return await sound.lit(context);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  },
};

test('a plugin that cleans up after itself is not blamed for leaks, in ten trials', { timeout: 300_000 }, async () => {
  const one = { 'lamp-1': soundFiles.devices['lamp-1'] ?? {} };
  for (let trial = 0; trial < 10; trial += 1) {
    const { verdicts } = await conformance(careful, { devices: one, pushes: [] }, ['no-leaks']);
    expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
  }
});

test('every rule has a mistake that it finds', () => {
  // Some need a device of another kind: confirm-undoes.test.ts, list-and-watch.test.ts, notifiers-sound.test.ts.
  expect([...new Set([...mistakes.map(([rule]) => rule), 'confirm-undoes', 'list-readable', 'watchers-sound', 'notifiers-sound'])].toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
});

test('a broken rule keeps a plugin below its tier and its level', async () => {
  const quick = rules.map(({ id }) => id).filter((id) => id !== 'no-leaks' && id !== 'garbage-survived');
  const withoutUndo = await conformance({ lamp: { ...sound.lamp, restore: async () => undefined } }, {}, quick);
  expect(withoutUndo).toMatchObject({ tier: 'bronze', level: 'plan' });
  const wild = await conformance({ lit: async () => { throw new TypeError('boom'); } }, {}, quick);
  expect(wild).toMatchObject({ tier: null, level: null });
});

test('one cause is told once, and every rule that it breaks says where', async () => {
  const quick = rules.map(({ id }) => id).filter((id) => id !== 'no-leaks' && id !== 'garbage-survived');
  const { verdicts } = await conformance({ lit: async () => { throw new TypeError('boom'); } }, {}, quick);
  const broken = verdicts.filter(({ ending }) => ending === 'broken');
  const told = broken.flatMap(({ rule, findings }) => findings.filter(({ message }) => message.includes('boom')).map(({ of }) => `${rule}: ${of}`));
  expect(told).toEqual(['answers-valid: check lit on lamp-1', 'answers-valid: check lit on ill-1']);
  expect(broken.find(({ rule }) => rule === 'errors-are-outcomes')?.findings).toEqual([{ of: 'see answers-valid', message: expect.stringMatching(/^what is told there breaks this rule as well, \d+ times$/) }]);
});

test('a plugin that does not start is told of once', async () => {
  await using folder = await lampFolder(soundFiles, () => sound);
  const plugin = { ...folder.plugin, implementations: { ...folder.plugin.implementations, checks: new Map() } };
  const subject = await Subject.load({ directory: folder.directory, plugin, anew: async () => plugin });
  const verdicts = [];
  for (const rule of rules) verdicts.push(await judge(subject, rule, effort));
  const told = verdicts.flatMap(({ rule, findings }) => findings.filter(({ of }) => !of.startsWith('see ')).map(({ message }) => `${rule}: ${message}`));
  expect(told).toEqual([expect.stringMatching(/^reading-never-writes: JF\d{4} lamp: checks.lit is declared and not implemented$/)]);
  expect(conclude(subject, verdicts)).toMatchObject({ tier: null, level: null });
});

const reason = 'Lamps of this maker have no other way to be told apart.';

test('an exemption with a reason excuses the findings that it names, and is a finding itself when there are none', async () => {
  const everything = { match: [{ 'snmp.sysObjectID': '*' }] };
  const excused = await conformance({ discovery: claimsAll }, { ...everything, exemptions: [{ rule: 'identify-own-only', reason }] }, ['identify-own-only']);
  expect(excused.verdicts[0]).toMatchObject({ ending: 'exempt', findings: [], excused: expect.arrayContaining([expect.objectContaining({ of: 'switch-1', reason }), expect.objectContaining({ of: 'a Cisco switch', reason })]) });
  const idle = await conformance({}, { exemptions: [{ rule: 'identify-own-only', of: ['switch-1'], reason }] }, ['identify-own-only']);
  expect(idle.verdicts[0]).toMatchObject({ ending: 'broken', findings: [{ of: 'switch-1', message: expect.stringContaining('remove the exemption') }] });
});

test('what an undo cannot take away is left where its push says so, and nowhere else', async () => {
  const lamp = { ...sound.lamp, apply: async (...[context, ...rest]: Parameters<typeof sound.lamp.apply>) => { await addContact(context.snmp); await sound.lamp.apply(context, ...rest); } };
  const left = (what: string) => conformance({ lamp }, { ...contact, pushes: [{ ...soundFiles.pushes[0], leaves: [{ what, reason: 'Nobody can take a contact away from a lamp.' }] }] }, ['restore-exact', 'restore-after-fault']);
  expect((await left(`snmp.${contactOid}`)).verdicts.map(({ ending }) => ending)).toEqual(['kept', 'kept']);
  expect((await left('files./etc')).verdicts.map(({ ending }) => ending)).toEqual(['broken', 'broken']);
});

test('exemptions from what nobody is exempt from, without a reason, or from no rule are refused', async () => {
  const refused = (exemption: object) => conformance({}, { exemptions: [exemption] }, []);
  await expect(refused({ rule: 'plan-pure', reason })).rejects.toMatchObject({ code: 'JF9201', message: expect.stringContaining('nobody is exempt from plan-pure') });
  await expect(refused({ rule: 'plan-poor', reason })).rejects.toMatchObject({ code: 'JF9201', message: expect.stringContaining('there is no rule plan-poor') });
  await expect(refused({ rule: 'identify-own-only', reason: 'because' })).rejects.toMatchObject({ code: 'JF9201', message: expect.stringContaining('exemptions.0.reason') });
});

test('a push that no change could hold is told of the file, and not of each rule that runs it', async () => {
  const refused = conformance({}, { pushes: [{ ...soundFiles.pushes[0], resource: 'lmap' }, { ...soundFiles.pushes[0], spec: { light: 7 } }] }, []);
  await expect(refused).rejects.toMatchObject({ code: 'JF9201', message: expect.stringMatching(/^pushes\.0\.resource: \S+ has no resource lmap, did you mean "lamp"\?; pushes\.1\.spec: light: /) });
});

test('what is wrong in conformance.yaml is told all at once, and what was meant', async () => {
  await using folder = await lampFolder(soundFiles, () => sound);
  await writeFile(join(folder.directory, 'conformance.yaml'), 'device: {}\npushes:\n  - { resource: lamp, device: lamp-1, spec: 3 }\n');
  await expect(Subject.load(folder)).rejects.toMatchObject({ code: 'JF9201', message: expect.stringMatching(/pushes\.0\.spec: expected a mapping, not a number; unknown key "device", did you mean "devices"\?$/) });
});
