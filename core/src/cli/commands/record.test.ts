import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecordingFile } from '@jackfield/sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../program.ts';
import { RecordingTerminal } from '../testing/recording-terminal.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-record-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function record(...words: readonly string[]): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  const terminal = new RecordingTerminal();
  const code = await run(['record', ...words], terminal, new AbortController().signal);
  return { code, output: terminal.output, errors: terminal.errors };
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test('a walk is imported with what it answers in other contexts, and written', async () => {
  const walk = await file('core.snmprec', '1.3.6.1.2.1.1.1.0|4|Acme, snmp-server community hunter22 RO\n1.3.6.1.2.1.4.20.1.1.10.1.2.3|64|10.1.2.3\n');
  await file('core@12.snmprec', '1.3.6.1.2.1.17.1.2.0|2|7\n');
  const out = join(folder, 'core.yaml');
  expect(await record('--import', walk, '--out', out, '--redact', 'addresses')).toEqual({ code: 0, output: `${out} is written.\n`, errors: '' });
  const text = await readFile(out, 'utf8');
  expect(text).not.toMatch(/hunter22|10\.1\.2\.3/);
  const { recording } = parseRecordingFile(text, 'core.yaml');
  expect(recording).toMatchObject({ device: { name: 'core' }, redacted: { secrets: 1, addresses: 1 } });
  expect(recording.exchanges.map(({ ask, ...rest }) => ('context' in rest ? `${ask} in ${rest.context}` : ask))).toEqual(['fingerprint.snmp', 'snmp.walk', 'snmp.walk in 12']);
});

test('an AMI dialogue is known by its lines; what is neither is refused with what to do', async () => {
  const dialogue = await file('pbx.txt', 'S: Asterisk Call Manager/11.0.0\r\nC: Action: Ping\r\nC: \r\nS: Response: Success\r\nS: Ping: Pong\r\nS: \r\n');
  const { code, output } = await record('--import', dialogue);
  expect(code).toBe(0);
  expect(parseRecordingFile(output, 'pbx.yaml').recording.exchanges.map(({ ask }) => ask)).toEqual(['fingerprint.ami', 'ami.action']);
  expect(await record('--import', await file('x.txt', 'hello\n'))).toMatchObject({ code: 1, errors: expect.stringMatching(/JF9305[\s\S]*--as snmp/) });
  expect(await record('--import', await file('y.txt', 'hello\n'), '--as', 'snmp')).toMatchObject({ code: 1, errors: expect.stringMatching(/JF9305.*line 1 is not OID/s) });
  expect(await record('--import', join(folder, 'nothing'))).toMatchObject({ code: 1, errors: expect.stringContaining('JF9305') });
});

test('a file that is there is replaced only by --force', async () => {
  const walk = await file('core.snmprec', '1.3.6.1.2.1.1.1.0|4|Acme\n');
  const out = await file('core.yaml', 'mine\n');
  expect(await record('--import', walk, '--out', out)).toMatchObject({ code: 1, output: '', errors: expect.stringMatching(/JF9306.*core\.yaml[\s\S]*--force/) });
  // A device is not even asked: no daemon runs here.
  expect(await record('core', '--out', out)).toMatchObject({ code: 1, errors: expect.stringContaining('JF9306') });
  expect(await readFile(out, 'utf8')).toBe('mine\n');
  expect(await record('--import', walk, '--out', out, '--force')).toMatchObject({ code: 0 });
  expect(await readFile(out, 'utf8')).toContain('recording: 1');
  expect(await record('--import', walk, '--out', join(folder, 'nowhere/core.yaml'))).toMatchObject({ code: 1, errors: expect.stringMatching(/JF8015.*nowhere/) });
});

test('what was written for a test goes again when the test cannot be made', async () => {
  const walk = await file('core.snmprec', '1.3.6.1.2.1.1.1.0|4|Acme\n');
  const plugin = join(folder, 'no-plugin');
  expect((await record('--import', walk, '--test', plugin)).code).toBe(1);
  await expect(readFile(join(plugin, 'recordings/core.yaml'))).rejects.toThrow('ENOENT');
});

test('files are scanned: each line with its kind, and 1 when something was found', async () => {
  const clean = await file('clean.txt', 'interface Gi1/0/1\n');
  const dirty = await file('dirty.cfg', 'hostname x\nenable secret 5 hunter22\n');
  expect(await record('--scan', clean)).toEqual({ code: 0, output: 'Nothing in 1 file looks like a secret.\n', errors: '' });
  expect(await record('--scan', clean, dirty)).toMatchObject({ code: 1, output: expect.stringMatching(/dirty\.cfg:2\s+device-password\s+a password in the configuration/) });
  expect(JSON.parse((await record('--scan', dirty, '--json')).output)).toEqual([{ file: dirty, found: [{ line: 2, kind: 'device-password', why: expect.any(String) }] }]);
  expect(await record('--scan', join(folder, 'nothing'))).toMatchObject({ code: 1, errors: expect.stringContaining('JF9300') });
});

test('a line that a recording allows with a reason is not reported', async () => {
  const recording = (allowed: string): string => `recording: 1\ndevice: { name: x }\n${allowed}exchanges:\n  - ask: icmp.ping\n    during: password = hunter22\n    answer: { sent: 1, received: 1, rttMs: null }\n`;
  expect((await record('--scan', await file('a.yaml', recording('')))).code).toBe(1);
  expect((await record('--scan', await file('b.yaml', recording("allowed:\n  - line: 'during: password = hunter22'\n    reason: an example of the documentation\n")))).code).toBe(0);
});

test('a wrong command line says what is wrong with it', async () => {
  expect(await record()).toMatchObject({ code: 2, errors: expect.stringContaining('name a device') });
  expect(await record('x', '--redact', 'colours')).toMatchObject({ code: 2, errors: expect.stringContaining('"colours" is none of addresses, names, serials') });
});
