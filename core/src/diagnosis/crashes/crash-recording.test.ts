import { parseRecordingFile, scanRecording } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import type { CrashExchange } from '../../plugins/index.ts';
import type { Operation } from '../../transports/index.ts';
import { Redactor } from '../redaction/index.ts';
import { crashRecording } from './crash-recording.ts';

const secret = 'Xk9-public!';
const pairs = Buffer.from(secret).toString('hex').match(/../g) ?? [];
const arcs = [...Buffer.from(secret)].join('.');
const forms = [
  secret, pairs.join(':'), pairs.join(' ').toUpperCase(), arcs, pairs.map((pair) => `%${pair}`).join(''), encodeURIComponent(secret), secret.toUpperCase(), [...secret].toReversed().join(''),
  Buffer.from(secret, 'utf16le').toString('base64'),
];

function recordingOf(exchanges: readonly (readonly [Operation, unknown])[]): string {
  const call = 'check ports on core-1';
  const crash = {
    plugin: 'gauge', version: '1.0.0', pid: 1, entry: '/plugin.js', ending: { cause: 'crash' as const, reason: 'boom' }, calls: [], output: [], errors: [], activation: null, activeMs: null, restarts: 0, fences: [],
    exchanges: exchanges.map(([operation, answer], at): CrashExchange => ({ callNumber: at, call, agoMs: 1, request: operation, answer: JSON.stringify(answer), length: null, error: null, outcome: null, operation })),
  };
  const text = crashRecording({ crash, id: 'x', at: '2026-01-01T00:00:00.000Z', versions: { jackfield: '1', sdk: '1', node: '26' } }, new Redactor([secret]));
  if (text === null) throw new Error('nothing can be replayed');
  return text;
}

const left = (text: string): readonly string[] => [...forms, Buffer.from(secret).toString('base64').slice(0, 12)].filter((form) => text.includes(form));

test('a known credential is in no recording of a crash, however it was asked for or answered; every exchange can still be replayed', () => {
  const text = recordingOf([
    [{ op: 'ssh.exec', argv: ['show', secret], stdin: secret, stream: false }, { code: 0, signal: null, stdout: forms.join('\n'), stderr: forms.join(' '), truncated: false }],
    [{ op: 'ssh.readFile', path: `/etc/${secret}` }, { content: Buffer.from(forms.join('\n')).toString('base64'), mode: 420, uid: 0, gid: 0 }],
    [{ op: 'snmp.walk', root: `1.3.6.1.6.3.18.1.1.1.3.${arcs}`, maxRows: 10 }, [[`1.3.6.1.6.3.18.1.1.1.3.${arcs}.1`, 'OctetString', secret], [`1.3.6.1.6.3.18.1.1.1.3.${arcs}.2`, 'OctetString', `\u0000\u0001${secret}`]]],
    [{ op: 'http.get', path: `/x/${encodeURIComponent(secret)}`, query: { q: forms[4] ?? '' }, headers: {} }, { status: 200, headers: { 'x-echo': secret }, body: JSON.stringify({ echoed: forms }) }],
    [{ op: 'ami.action', action: 'Login', fields: [['Secret', 'Hunter22Ami']] }, { headers: [['Message', `echo ${secret}`]] }],
    [{ op: 'tcp.exchange', port: 3493, idleMs: 100, send: Buffer.from(`PASSWORD ${secret}\n`).toString('base64') }, Buffer.from(`OK ${secret}\n`).toString('base64')],
  ]);
  expect(left(text)).toEqual([]);
  expect(text).not.toContain('Hunter22Ami');
  expect(scanRecording(text)).toEqual([]);
  expect(parseRecordingFile(text, 'x').recording.exchanges).toHaveLength(6);
});

test('a recording of a crash says how many secrets were taken out, the known ones and those that look like one', () => {
  const exec: Operation = { op: 'ssh.exec', argv: ['show'], stream: false };
  const countOf = (stdout: string): unknown => parseRecordingFile(recordingOf([[exec, { code: 0, signal: null, stdout, stderr: '', truncated: false }]]), 'x').recording.redacted;
  expect(countOf(`${secret} ${pairs.join(':')}`)).toEqual({ secrets: 1 });
  expect(countOf(`${secret}\npassword = Hunter22\n`)).toEqual({ secrets: 2 });
  expect(countOf('uptime 5 days')).toEqual({ secrets: 0 });
});
