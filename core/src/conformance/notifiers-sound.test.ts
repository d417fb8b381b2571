import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin, Refused, type Notifier, type Plugin } from '@jackfield/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { judge, quickEffort, rules, Subject } from './index.ts';

const manifest = {
  name: 'jackfield-plugin-pages', version: '1.0.0', type: 'module', engines: { jackfield: '^0.1.0' },
  jackfield: { title: 'Pages', main: 'plugin.js', contributes: { notifiers: { page: { title: 'Page' } } }, permissions: { http: { write: ['/pages'] } } },
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-pages-'));
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(directory, 'plugin.js'), '');
  await writeFile(join(directory, 'conformance.yaml'), stringify({ devices: { gateway: { http: { documents: { '/pages': {} } } } } }));
});
afterEach(() => rm(directory, { recursive: true }));

async function found(page: Notifier, id = 'notifiers-sound'): Promise<string[]> {
  const load = (): Plugin => definePlugin(manifest, { notifiers: { page } });
  const subject = await Subject.load({ directory, plugin: load(), anew: async () => load() });
  const rule = rules.find((one) => one.id === id);
  return rule === undefined ? ['no such rule'] : (await judge(subject, rule, quickEffort)).findings.map(({ of, message }) => `${of}: ${message}`);
}

const sound: Notifier = async ({ http, message, to }) => {
  const { status } = await http.send('PUT', '/pages', { id: message.id, text: message.title, to });
  if (status >= 300) throw new Refused(`it answered ${status}`);
};

test('one that hands over what the other side takes, and throws else, is sound, and uses what it asks for', async () => {
  expect(await found(sound)).toEqual([]);
  expect(await found(sound, 'permissions-used')).toEqual([]);
});

test.each<[what: string, page: Notifier, why: string]>([
  ['says so of what nobody took', async (context) => { await Promise.resolve(sound(context)).catch(() => undefined); }, 'every operation ended in Unreachable, and it says that the message is taken'],
  ['sends nothing', async () => undefined, 'the device was asked for nothing'],
  ['leaves the id out', async ({ http, message }) => { await http.send('PUT', '/pages', { text: message.title }); }, 'goes out without its id'],
  ['throws on a message without incidents', async (context) => { if (context.message.incidents.length === 0) throw new TypeError('no incident'); await sound(context); }, '0 incidents (test) became a fault'],
  ['goes where it may not', async ({ http, message }) => { await http.send('PUT', '/else', { id: message.id }); }, 'asks for what the host refuses: http.send'],
  ['tries again by itself', async (context) => { await Promise.resolve(sound(context)).catch(() => sound(context)); }, 'it asked 2 times after Unreachable'],
])('notifiers-sound is broken when a notifier %s', async (_what, page, why) => {
  expect(await found(page)).toContainEqual(expect.stringContaining(why));
});
