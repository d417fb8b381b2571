import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { identifyAgent } from './discovery/identify-agent.ts';
import { compileProfiles, matchProfiles } from './discovery/profile.ts';
import { profile } from './schemas.ts';
import { MemoryAgent } from './testing/memory-agent.ts';

const files = globSync(join(import.meta.dirname, '../profiles/*.yaml')).sort();

test.each(files.map((file) => [basename(file), file]))('%s is a profile', (_name, file) => {
  const data = profile.parse(parse(readFileSync(file, 'utf8')));
  const expressions = JSON.stringify(data, (key, value: unknown) => {
    if ((key === 'sysDescr' || key === 'sysName' || key === 'pattern') && typeof value === 'string') new RegExp(value, 'iu').test('');
    return value;
  });
  expect(expressions).not.toBe('');
});

test('profiles are compiled once for each list that the host hands over', () => {
  const list = files.slice(0, 3).map((file) => parse(readFileSync(file, 'utf8')));
  expect(compileProfiles(list)).toBe(compileProfiles(list));
});

test.each([
  [{ get: '1.3.6.1.4.1.9999.1.0', pattern: '^(?!none)\\S' }, false],
  [{ sysDescr: '^Acme \\(C\\) \\S+' }, false],
  [{ get: '1.3.6.1.4.1.9999.1.0', pattern: '^(?!none)(\\S.*)' }, true],
  [{ sysDescr: '^Acme', template: 'A 400' }, true],
  [{ sysName: '(?<model>\\S+)' }, true],
])('a pattern that never gives a value is refused: %j', (source, valid) => {
  expect(profile.safeParse({ vendor: 'Acme', systems: [{ match: { sysDescr: '^Acme' }, serial: [source] }] }).success).toBe(valid);
});

const read = (file: string) => parse(readFileSync(join(import.meta.dirname, '../profiles', file), 'utf8'));

test.each([
  ['Linux TL-WDR4300 3.3.8 #1 Sat Jul 5 UTC 2014 mips', 'TP-Link'],
  ['Linux Tait 2.6.33 #1 armv5tejl', 'Tait'],
  ['Linux tait-db 5.4.0 #1 SMP x86_64', undefined],
  ['Linux readynas-mirror 5.4.0 #1 SMP x86_64', undefined],
  ['Linux tl-web01 5.10.0 #1 SMP x86_64', undefined],
  ['Linux TL-WEB01 5.10.0 #1 SMP Debian 5.10.1 x86_64', undefined],
])('a host whose name looks like a series is none of it: %s', (descr, vendor) => {
  expect(matchProfiles(compileProfiles([read('by-maker-name.yaml')]), { objectID: '1.3.6.1.4.1.8072.3.2.10', descr, name: '' })[0]?.vendor).toBe(vendor);
});

test.each([
  ['dlink.yaml', 'version', '1.3.6.1.4.1.171.11.9.1.3.0', { '1.20.B05': '1.20.B05', '10': null, '192.0.2.10': null, '2019-04-02': null }],
  ['nokia.yaml', 'serial', '1.3.6.1.4.1.637.61.1.23.2.1.13.7', { 'AA1234 B': 'AA1234 B', 'NOT_AVAILABLE': null }],
  ['voltaire.yaml', 'serial', '1.3.6.1.4.1.5206.3.29.1.3.2012.1', { 'MT1234X01234': 'MT1234X01234' }],
] as const)('%s reads its %s', async (file, fact, place, values) => {
  const objectID = place.slice(0, place.indexOf('.', '1.3.6.1.4.1.'.length)) + (file === 'dlink.yaml' ? '.11.9' : '.61.1');
  for (const [text, value] of Object.entries(values)) {
    const found = await identifyAgent(new MemoryAgent({ [place]: text }), { objectID, descr: 'agent', name: '' }, compileProfiles([read(file)]), '192.0.2.1');
    expect([text, found[fact]]).toEqual([text, value]);
  }
});
