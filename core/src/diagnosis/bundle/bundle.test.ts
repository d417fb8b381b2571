import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { secretsIn, withoutSecrets } from '../redaction/index.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { makeBundle } from './support-bundle.ts';
import { tarFile } from './tar-file.ts';

test('the same name has the same number wherever it stands; addresses too, versions of software and OIDs not', () => {
  const { text, counts } = new Pseudonyms([{ kind: 'device', names: ['leeds-core-1'] }, { kind: 'site', names: ['leeds', 'Leeds, head office'] }]);
  expect(text('LEEDS-CORE-1 at leeds (Leeds, head office), 10.1.0.7/16, fe80::1, 02:4c:45:01:00:00; leeds-core-12')).toBe(
    'device-1 at site-1 (site-2), address-1/16, address-2, mac-1; leeds-core-12',
  );
  expect(text('leeds-core-1 10.1.0.7 1.3.6.1.2.1.1.5.0 17.9.4 23:44:10')).toBe('device-1 address-1 1.3.6.1.2.1.1.5.0 17.9.4 23:44:10');
  expect(Object.fromEntries(counts)).toEqual({ device: 1, site: 2, address: 2, mac: 1 });
});

test('secrets of a YAML file go by their keys, the lines stay where they are', () => {
  const yaml = 'a: { kind: ami, secret: { plain: s1 } } # kept\nb:\n  privateKey: |\n    line one\n    line two\n  pin: 7\n  vaulted: { token: { vault: name } }\n';
  expect(secretsIn(yaml, new Set(['pin']))).toEqual(expect.arrayContaining(['s1', '7', 'line one\nline two\n']));
  const clear = withoutSecrets(yaml, new Set(['pin']));
  expect(clear).toMatch(/plain: \[redacted\] \} \} # kept/);
  expect(clear).toContain('{ vault: name }');
  expect(clear.split('\n').findIndex((line) => line.includes('pin'))).toBe(5);
  for (const secret of ['s1', 'line one', 'line two', ': 7']) expect(clear).not.toContain(secret);
});

test('a file that is no YAML is still looked through', () => {
  expect(() => withoutSecrets('a: [1, 2\nb: {plain: x', new Set())).not.toThrow();
});

test('a tar file holds names longer than their field', () => {
  const name = `configuration/${'sites/'.repeat(20)}leeds.yaml`;
  const bytes = gunzipSync(tarFile([{ name, content: 'x' }], new Date(0)));
  expect(bytes.length % 512).toBe(0);
  expect(bytes.subarray(345, 345 + 155).toString().replaceAll('\0', '')).not.toBe('');
  expect(() => tarFile([{ name: 'x'.repeat(300), content: '' }], new Date(0))).toThrow(RangeError);
});

test('a credential of the configuration is in no file of a bundle, in whatever spelling a report, the log, an answer or a comment has it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'jackfield-bundle-'));
  const directory = folder.path;
  const stateDirectory = join(directory, 'state');
  const secret = 'Xk9-public!';
  const pairs = Buffer.from(secret).toString('hex').match(/../g) ?? [];
  const arcs = [...Buffer.from(secret)].join('.');
  const forms = [secret, pairs.join(':'), arcs, pairs.map((pair) => `%${pair}`).join(''), secret.toUpperCase(), [...secret].toReversed().join(''), Buffer.from(secret, 'utf16le').toString('base64')];
  await mkdir(join(stateDirectory, 'crashes'), { recursive: true });
  await Promise.all([
    writeFile(join(directory, 'credentials.yaml'), `lab: { kind: snmp-community, community: { plain: ${secret} } }\n# ${forms.join(' ')}\nold: 1 # the old password was Hunter22Old\n`),
    writeFile(join(stateDirectory, 'crashes/20260101.json'), JSON.stringify({ forms, byArcs: { [`1.3.6.${arcs}`]: 1 }, settings: [{ name: 'password', value: 'Hunter22Kv' }] })),
    writeFile(join(stateDirectory, 'jackfield.log'), `${forms.map((form) => JSON.stringify({ message: `echo ${form}` })).join('\n')}\n`),
  ]);
  const { bytes, redactions } = await makeBundle({
    directory, stateDirectory, versions: {}, findings: [], answers: [{ name: 'status', value: { forms } }], missing: [forms.join(' ')], devices: [], anonymous: false, at: new Date(0),
  });
  const text = gunzipSync(bytes).toString();
  expect([...forms, 'Hunter22'].filter((form) => text.includes(form))).toEqual([]);
  for (const name of ['configuration/credentials.yaml', 'crashes/20260101.json', 'log/jackfield.log', 'daemon/status.json']) expect(text).toContain(name);
  expect(redactions).toContainEqual({ kind: 'secrets that the host knows', count: expect.any(Number) });
});
