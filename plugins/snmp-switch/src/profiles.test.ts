import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileProfiles } from './discovery/profile.ts';
import { profile } from './schemas.ts';

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
