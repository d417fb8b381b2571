import '@jackfield/core/matchers';
import { createTestHost, type TestHost } from '@jackfield/core/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSections, renderSections } from '../own-files/config-lines.ts';
import plugin from '../plugin.ts';
import { endpoint as schema } from '../schemas.ts';
import { Dialogue, hasDialogues } from '../testing/dialogue.ts';
import { including, ownPath } from '../testing/pbx-files.ts';
import { runningEndpoint } from './endpoint.ts';

const directory = new URL('../..', import.meta.url);
const openPbx = async (files = including): Promise<TestHost> => createTestHost({ plugin, directory, devices: { pbx: { files, ami: { asterisk: { systemName: 'pbx' } }, ssh: { machine: {} } } } });
const spec = { name: '2001', password: 'a-good-password', context: 'internal', codecs: ['ulaw', 'g722'], callerId: '"Zoë 東京" <2001>', maxContacts: 2 };
const facts = { context: 'internal', codecs: ['ulaw', 'g722'], callerId: '"Zoë 東京" <2001>', mailbox: null, nat: false, qualifySeconds: 60, maxContacts: 2, login: '2001' };
const own = ownPath('pjsip');

test('a new endpoint is in the file and in the running PBX, and is taken away again', async () => {
  await using host = await openPbx();
  const plan = await host.push('endpoint', 'pbx', spec);
  expect(plan).toMatchObject({ current: { configured: null, running: null }, wanted: { configured: { ...facts, password: 'a-good-password' }, running: facts } });
  const { files } = host.device('pbx');
  expect(files.text(own)).toContain('[2001]\ntype=auth\nauth_type=userpass\nusername=2001\npassword=a-good-password\n');
  await host.restore('endpoint', 'pbx', plan);
  expect(await host.read('endpoint', 'pbx', { name: '2001' })).toEqual({ configured: null, running: null });
  // An #include of a file that is not there would break the whole pjsip.conf.
  expect(files.text(own)).not.toBeNull();
});

test('a phone behind a router, with a mailbox', async () => {
  await using host = await openPbx();
  const { wanted } = await host.push('endpoint', 'pbx', { ...spec, nat: true, mailbox: '2001@default', qualifySeconds: 30 });
  expect(wanted).toMatchObject({ running: { nat: true, mailbox: '2001@default', qualifySeconds: 30 } });
});

test('pushed twice is pushed once', async () => {
  await using host = await openPbx();
  const plan = await host.push('endpoint', 'pbx', spec);
  const done = host.operations.filter(({ op }) => op === 'ami.write' || op === 'ssh.writeFile').length;
  await host.apply('endpoint', 'pbx', plan);
  expect([done, host.operations.filter(({ op }) => op === 'ami.write' || op === 'ssh.writeFile').length]).toEqual([2, 2]);
});

test('an object that Asterisk skips without a word shows: the file has it, the PBX runs the old one', async () => {
  await using host = await openPbx();
  await host.push('endpoint', 'pbx', spec);
  const plan = await host.plan('endpoint', 'pbx', { name: '2001', codecs: ['opus9'] });
  await host.apply('endpoint', 'pbx', plan);
  expect(await host.read('endpoint', 'pbx', { name: '2001' })).toMatchObject({ configured: { codecs: ['opus9'] }, running: { codecs: ['ulaw', 'g722'] } });
  await host.restore('endpoint', 'pbx', plan);
  expect(await host.read('endpoint', 'pbx', { name: '2001' })).toEqual(plan.current);
});

test('other endpoints of the file stay, what is left out of the spec too', async () => {
  await using host = await openPbx();
  await host.push('endpoint', 'pbx', spec);
  await host.push('endpoint', 'pbx', { ...spec, name: '1999', callerId: null });
  expect((await host.push('endpoint', 'pbx', { name: '2001', codecs: ['alaw'] })).wanted).toMatchObject({ running: { ...facts, codecs: ['alaw'] } });
  await host.push('endpoint', 'pbx', { name: '2001', exists: false });
  expect(await host.list('endpoint', 'pbx')).toEqual([{ name: '1999' }]);
});

test.each(['context', 'codecs', 'password'] as const)('a new endpoint needs a %s', async (field) => {
  await using host = await openPbx();
  const { [field]: _left, ...rest } = spec;
  await expect(host.push('endpoint', 'pbx', rest)).rejects.toBeOutcome('SettingsInvalid', 'is new and needs a');
});

test('endpoints of other files are left alone', async () => {
  const others = { ...including, '/etc/asterisk/pjsip.conf': '#include more.conf\n#tryinclude pjsip_jackfield.conf\n', '/etc/asterisk/more.conf': '[2001]\ntype=endpoint\ncontext=theirs\n' };
  await using host = await openPbx(others);
  await expect(host.push('endpoint', 'pbx', spec)).rejects.toBeOutcome('Conflict', 'did not make');
  host.device('pbx').files.write('/etc/asterisk/pjsip.conf', '[2001](phone)\ntype=endpoint\n#tryinclude pjsip_jackfield.conf\n');
  await expect(host.push('endpoint', 'pbx', spec)).rejects.toBeOutcome('Conflict', 'a section [2001] of its own');
});

test('a name that is there twice in another type of object, which voids the reload of that type, shows', async () => {
  const twice = { ...including, '/etc/asterisk/pjsip.conf': '#include more.conf\n#tryinclude pjsip_jackfield.conf\n', '/etc/asterisk/more.conf': '[2001]\ntype=auth\nusername=theirs\npassword=theirs\n' };
  await using host = await openPbx(twice);
  const plan = await host.plan('endpoint', 'pbx', spec);
  await host.apply('endpoint', 'pbx', plan);
  expect(await host.read('endpoint', 'pbx', { name: '2001' })).toMatchObject({ configured: { login: '2001' }, running: { context: 'internal', login: 'theirs' } });
});

describe('pjsip.conf must take the file in', () => {
  const reading = async (pjsip: string) => {
    await using host = await openPbx({ '/etc/asterisk/pjsip.conf': pjsip });
    return await host.read('endpoint', 'pbx', { name: '2001' });
  };

  test.each([
    '#include pjsip_jackfield.conf', '#tryinclude "pjsip_jackfield.conf"', '  #include </etc/asterisk/pjsip_jackfield.conf>', '#include pjsip_*.conf', '#tryinclude pjsip_jackfield.conf ; ours',
  ])('%s', async (line) => {
    expect(await reading(`[global]\ntype=global\n${line}\n`)).toEqual({ configured: null, running: null });
  });

  test.each(['', ';#include pjsip_jackfield.conf', ';--\n#include pjsip_jackfield.conf\n--;', '#include pjsip_jackfield.conf.old', '#include sub/pjsip_jackfield.conf'])('not by %j: the line to add is told', async (line) => {
    await expect(reading(`${line}\n`)).rejects.toMatchObject({ kind: 'Unsupported', hint: 'Add the line "#tryinclude pjsip_jackfield.conf" at its end, once.' });
  });
});

describe('a FreePBX', () => {
  const generated = '; Do NOT edit this file as it is auto-generated by FreePBX.\n#include pjsip_custom.conf\n';
  test('what it writes anew is never written: its own way for people is, and is told where it is missing', async () => {
    await using bare = await openPbx({ '/etc/asterisk/pjsip.conf': generated });
    await expect(bare.push('endpoint', 'pbx', spec)).rejects.toBeOutcome('Unsupported', 'there is no pjsip_custom.conf');
    await using host = await openPbx({ '/etc/asterisk/pjsip.conf': generated, '/etc/asterisk/pjsip_custom.conf': '#tryinclude pjsip_jackfield.conf\n' });
    expect((await host.push('endpoint', 'pbx', spec)).wanted).toMatchObject({ running: facts });
    expect(host.device('pbx').files.text('/etc/asterisk/pjsip.conf')).toBe(generated);
  });

  test('voicemail.conf has no such way', async () => {
    await using host = await openPbx({ '/etc/asterisk/voicemail.conf': generated });
    await expect(host.push('mailbox', 'pbx', { number: '2001', name: 'Zoë', pin: '4711' })).rejects.toBeOutcome('Unsupported', 'FreePBX writes /etc/asterisk/voicemail.conf itself');
  });
});

test.each(['; a note\n', '[2002]\ntype=endpoint\ndirect_media=no\n', 'nothing that a file may hold\n'])('a file that somebody changed by hand is not written over: %j', async (more) => {
  await using host = await openPbx();
  const plan = await host.push('endpoint', 'pbx', spec);
  const { files } = host.device('pbx');
  const byHand = `${files.text(own) ?? ''}${more}`;
  files.write(own, byHand);
  await expect(host.read('endpoint', 'pbx', { name: '2001' })).rejects.toBeOutcome('Conflict', 'is not as Jackfield wrote it');
  await expect(host.restore('endpoint', 'pbx', plan)).rejects.toBeOutcome('Conflict');
  expect(files.text(own)).toBe(byHand);
});

test('a reload that is only queued is told as such', async () => {
  await using host = await openPbx();
  const ami = host.device('pbx').ami;
  if (ami !== null) ami.faults.reloadLies = true;
  await expect(host.push('endpoint', 'pbx', spec)).rejects.toBeOutcome('NotReady', 'took the reload of res_pjsip.so and has not done it');
});

test('a reload that meets another one waits for it', async () => {
  await using host = await openPbx();
  const ami = host.device('pbx').ami;
  if (ami !== null) ami.faults.reloadBusy = true;
  const pushed = host.push('endpoint', 'pbx', spec);
  const refused = (): boolean => host.operations.some(({ op }) => op === 'ami.write');
  await expect.poll(refused).toBe(true);
  if (ami !== null) ami.faults.reloadBusy = false;
  expect((await pushed).wanted).toMatchObject({ running: facts });
});

test('any lines that schemas take read back as they were, and Asterisk\'s own heading changes nothing', () => {
  const head = ['; ours'];
  const line = fc.tuple(fc.stringMatching(/^[a-z_]{1,12}$/), fc.stringMatching(/^[!-[\]-~]([ -[\]-~]{0,20}[!-[\]-~])?$/).filter((text) => !text.startsWith('>')));
  const sections = fc.array(fc.record({ name: fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/), lines: fc.array(line) }));
  fc.assert(fc.property(sections, (some) => {
    const text = renderSections(head, some);
    expect(parseSections(text, head)).toEqual(some);
    expect(parseSections(`;!\n;! Automatically generated configuration file\n;!\n${text}`, head)).toEqual(some);
  }));
});

test.each([
  ['password', 'short'], ['password', 'with blank 1'], ['password', 'a;comment-1'], ['password', '>operator-1'], ['password', 'line\nbreak1'], ['password', 'back\\slash1'],
  ['name', '../x'], ['name', 'a]b'], ['context', 'a b'], ['callerId', 'Anna <1>'], ['callerId', '"A;B" <1>'], ['callerId', '"A\nexten=1" <1>'], ['codecs', ['ulaw\n[x]']],
])('%s %j is refused by the schema', (field, value) => {
  expect(schema.safeParse({ ...spec, [field]: value }).success).toBe(false);
});

test.skipIf(!hasDialogues)('a real Asterisk, recorded: the running endpoint with login and address of record', async () => {
  expect(await runningEndpoint(new Dialogue('07-pjsip-registered'), '1001')).toEqual({
    context: 'internal', codecs: ['ulaw', 'alaw'], callerId: '"Alice Example" <1001>', mailbox: '1001@default', nat: false, qualifySeconds: 10, maxContacts: 2, login: '1001',
  });
  expect(await runningEndpoint(new Dialogue('06-pjsip-nobody-registered'), 'nosuch')).toBeNull();
  expect(await runningEndpoint(new Dialogue('18-updateconfig-reload'), '2001')).toMatchObject({ callerId: null, context: 'internal' });
});
