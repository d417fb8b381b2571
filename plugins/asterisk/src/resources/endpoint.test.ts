import { Conflict, NotReady, Refused, SettingsInvalid, Unsupported } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpoint as schema } from '../schemas.ts';
import { parseFile, renderFile } from '../pjsip-file.ts';
import { readRunning } from '../running-endpoint.ts';
import { Dialogue, hasDialogues } from '../testing/dialogue.ts';
import { contextOver, defaults, MemoryPbx } from '../testing/memory-pbx.ts';
import { endpoint, type EndpointSpec, type EndpointState } from './endpoint.ts';

const name = '2001';
const spec: EndpointSpec = { name, exists: true, password: 'a-good-password', context: 'internal', codecs: ['ulaw', 'g722'], callerId: '"Zoë 東京" <2001>', maxContacts: 2 };
const facts = { context: 'internal', codecs: ['ulaw', 'g722'], callerId: '"Zoë 東京" <2001>', maxContacts: 2, password: 'a-good-password' };
const over = (pbx: MemoryPbx, settings = defaults) => contextOver(pbx.ami, pbx.ssh, settings);

async function push(pbx: MemoryPbx, wanted: EndpointSpec): Promise<{ before: EndpointState; after: EndpointState }> {
  const before = await endpoint.read(over(pbx), wanted);
  const after = await endpoint.plan(over(pbx), before, wanted);
  await endpoint.apply(over(pbx), after, before, wanted);
  return { before, after };
}

test('a new endpoint is in the file and in the running PBX, and is taken away again', async () => {
  const pbx = new MemoryPbx();
  pbx.lag = 2;
  const { before, after } = await push(pbx, spec);
  expect(await endpoint.read(over(pbx), spec)).toEqual(after);
  expect(after).toEqual({ configured: facts, running: { ...facts, password: null } });
  expect(pbx.text()).toContain('[2001]\ntype=auth\nauth_type=userpass\nusername=2001\npassword=a-good-password\n');
  expect(pbx.files.get('/etc/asterisk/pjsip_jackfield.conf')).toMatchObject({ mode: 0o640, gid: 112 });
  await endpoint.restore(over(pbx), before, spec);
  expect(await endpoint.read(over(pbx), spec)).toEqual({ configured: null, running: null });
  // An #include of a file that is not there would break the whole pjsip.conf.
  expect(pbx.text()).toBe(renderFile(new Map()));
});

test('pushed twice is pushed once', async () => {
  const pbx = new MemoryPbx();
  const { before, after } = await push(pbx, spec);
  await endpoint.apply(over(pbx), after, before, spec);
  expect([pbx.writes, pbx.reloads]).toEqual([1, 1]);
});

test('an object that Asterisk skips without a word shows: the file has it, the PBX runs the old one', async () => {
  const pbx = new MemoryPbx();
  await push(pbx, spec);
  pbx.skipped.add(name);
  const { before, after } = await push(pbx, { ...spec, context: 'sales' });
  const now = await endpoint.read(over(pbx), spec);
  expect(now).toMatchObject({ configured: { context: 'sales' }, running: { context: 'internal' } });
  expect(now).not.toEqual(after);
  await endpoint.restore(over(pbx), before, spec);
  expect(await endpoint.read(over(pbx), spec)).toEqual(before);
});

test('other endpoints of the file stay, what is left out of the spec too', async () => {
  const pbx = new MemoryPbx();
  await push(pbx, spec);
  await push(pbx, { ...spec, name: '1999', callerId: null });
  const { after } = await push(pbx, { name, exists: true, codecs: ['alaw'] });
  expect(after.running).toEqual({ ...facts, codecs: ['alaw'], password: null });
  expect([...pbx.running.keys()].sort()).toEqual(['1999', '2001']);
  await push(pbx, { name, exists: false });
  expect([...pbx.running.keys()]).toEqual(['1999']);
});

test('a new endpoint needs a context, codecs and a password', async () => {
  const pbx = new MemoryPbx();
  for (const field of ['context', 'codecs', 'password'] as const) {
    const { [field]: _left, ...rest } = spec;
    await expect(push(pbx, rest)).rejects.toBeInstanceOf(SettingsInvalid);
  }
  expect(pbx.writes).toBe(0);
});

test('endpoints of other files are left alone', async () => {
  const pbx = new MemoryPbx();
  pbx.running.set(name, new Map([['context', 'theirs']]));
  await expect(push(pbx, spec)).rejects.toThrow('did not make');
  const base = new MemoryPbx('[2001](phone)\ntype=endpoint\n#tryinclude pjsip_jackfield.conf\n');
  await expect(push(base, spec)).rejects.toBeInstanceOf(Conflict);
});

describe('pjsip.conf must take the file in', () => {
  test.each([
    '#include pjsip_jackfield.conf', '#tryinclude "pjsip_jackfield.conf"', '  #include </etc/asterisk/pjsip_jackfield.conf>', '#include pjsip_*.conf', '#tryinclude pjsip_jackfield.conf ; ours',
  ])('%s', async (line) => {
    await expect(endpoint.read(over(new MemoryPbx(`[global]\ntype=global\n${line}\n`)), spec)).resolves.toEqual({ configured: null, running: null });
  });

  test.each(['', ';#include pjsip_jackfield.conf', ';--\n#include pjsip_jackfield.conf\n--;', '#include pjsip_jackfield.conf.old', '#include sub/pjsip_jackfield.conf'])('not by %j: the line to add is told', async (line) => {
    const reading = endpoint.read(over(new MemoryPbx(`${line}\n`)), spec);
    await expect(reading).rejects.toMatchObject({ kind: 'Unsupported', hint: 'Add the line "#tryinclude pjsip_jackfield.conf" at its end, once.' });
  });

  test('FreePBX and another folder are told apart', async () => {
    await expect(endpoint.read(over(new MemoryPbx('; Do NOT edit this file as it is auto-generated by FreePBX.\n')), spec)).rejects.toThrow('FreePBX');
    const settings = { ...defaults, configuration: { folder: '/opt/asterisk/etc' } };
    await expect(endpoint.read(over(new MemoryPbx(), settings), spec)).rejects.toBeInstanceOf(Unsupported);
  });
});

test('a file that somebody changed by hand is not written over', async () => {
  const pbx = new MemoryPbx();
  const { after } = await push(pbx, spec);
  const byHand = `${pbx.text() ?? ''}; a note\n`;
  pbx.put('/etc/asterisk/pjsip_jackfield.conf', byHand);
  await expect(endpoint.read(over(pbx), spec)).rejects.toBeInstanceOf(Conflict);
  await expect(endpoint.apply(over(pbx), { ...after, running: null }, after, spec)).rejects.toBeInstanceOf(Conflict);
  expect(pbx.text()).toBe(byHand);
});

test.each([['A reload is in progress', NotReady], ['Permission denied', Refused], ['No such module', Unsupported]])('a reload refused with "%s" is an outcome', async (message, kind) => {
  const pbx = new MemoryPbx();
  pbx.refusal = message;
  await expect(push(pbx, spec)).rejects.toBeInstanceOf(kind);
});

test('any endpoints that the schema takes read back from the file as they were', () => {
  const text = (pattern: RegExp) => fc.stringMatching(pattern);
  const any = fc.record({
    name: text(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,20}$/), password: text(/^[!-:<-[\]-~]{8,20}$/), context: text(/^[A-Za-z0-9_.-]{1,20}$/),
    codecs: fc.array(text(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 4 }),
    callerId: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }).map((words) => `"${words}" <100>`)), maxContacts: fc.integer({ min: 1, max: 100 }),
  });
  fc.assert(fc.property(fc.uniqueArray(any, { selector: (one) => one.name, maxLength: 5 }), (specs) => {
    const valid = specs.filter((one) => schema.safeParse(one).success);
    const endpoints = new Map(valid.map(({ name: key, ...rest }) => [key, rest]));
    expect(parseFile(renderFile(endpoints), 'x')).toEqual(endpoints);
  }));
});

test.each([
  ['password', 'short'], ['password', 'with blank 1'], ['password', 'a;comment-1'], ['password', '>operator-1'], ['password', 'line\nbreak1'], ['password', 'back\\slash1'],
  ['name', '../x'], ['name', 'a]b'], ['context', 'a b'], ['callerId', 'Anna <1>'], ['callerId', '"A;B" <1>'], ['callerId', '"A\nexten=1" <1>'], ['codecs', ['ulaw\n[x]']],
])('%s %j is refused by the schema', (field, value) => {
  expect(schema.safeParse({ ...spec, [field]: value }).success).toBe(false);
});

test.skipIf(!hasDialogues)('a real Asterisk, recorded: the running endpoint with login and address of record', async () => {
  expect(await readRunning(new Dialogue('07-pjsip-registered'), '1001')).toEqual({
    context: 'internal', codecs: ['ulaw', 'alaw'], callerId: '"Alice Example" <1001>', maxContacts: 2, password: null,
  });
  expect(await readRunning(new Dialogue('06-pjsip-nobody-registered'), 'nosuch')).toBeNull();
  expect(await readRunning(new Dialogue('18-updateconfig-reload'), '2001')).toMatchObject({ callerId: null, password: null });
});
