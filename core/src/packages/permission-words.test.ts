import { manifestSchema } from '@jackfield/sdk/manifest';
import { expect, test } from 'vitest';
import { permissionLines } from './permission-words.ts';

test('what goes out over TCP, and to whom, stands before whoever grants it', () => {
  const tcp = { ports: [3493], sends: 'read', probes: { 3493: 'VER\n' }, logins: { 3493: { lines: 'PASSWORD {password}\n' } } };
  const manifest = manifestSchema.parse({ title: 'UPS', contributes: {}, permissions: { tcp } });
  expect(permissionLines({ manifest, scripts: new Map() })).toEqual([
    { words: 'ask devices on TCP port 3493', writes: false },
    { words: 'have "VER\\n" sent to TCP port 3493 of every address that discovery looks at', writes: false },
    { words: 'log in at TCP port 3493 by "PASSWORD {password}\\n", while a change is applied', writes: true },
  ]);
});
