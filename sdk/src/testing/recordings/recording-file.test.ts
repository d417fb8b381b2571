import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exchangeOf, parseRecordingFile, RecordedDevice, recordingSchema, recordingText, type Exchange, type RecordableOperation, type Recording } from './index.ts';

function recordingOf(exchanges: readonly Exchange[], more: object = {}): Recording {
  return recordingSchema.parse({ recording: 1, device: { name: 'core-1' }, exchanges, ...more });
}

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.array(fc.constantFrom('', ' ', '  x', 'a: b', '- c', '#', 'tab\tx', 'é', '\r', '"', "'", '|', '&a', '\u0000', '\u2028'), { maxLength: 6 }).map((lines) => lines.join('\n')));
const bytes = fc.uint8Array({ maxLength: 40 });
const latin1 = bytes.map((octets) => Buffer.from(octets).toString('latin1'));
const line = fc.string({ maxLength: 30 }).map((raw) => raw.replaceAll(/[^ -9;-~]/g, '').trim());
const header = fc.tuple(line.filter((name) => name !== '').map((name) => `H${name}`), line);
const value = fc.oneof(
  fc.tuple(fc.constantFrom('Integer', 'Counter32', 'Gauge32', 'TimeTicks'), fc.nat()),
  fc.tuple(fc.constantFrom('OctetString', 'Opaque'), fc.oneof(latin1, text.map((octets) => Buffer.from(octets).toString('latin1')))),
  fc.tuple(fc.constant('Counter64'), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)),
  fc.constantFrom(['ObjectIdentifier', '1.3.6.1.4.1.9'], ['IpAddress', '10.0.0.1'], ['NoSuchInstance', null], ['Null', null]),
);

const dialogue: fc.Arbitrary<readonly [RecordableOperation, unknown]> = fc.oneof(
  fc.array(value, { minLength: 1, maxLength: 5 }).map((values) => {
    const oids = values.map((_value, at) => `1.3.6.1.4.1.${at + 1}`);
    return [{ op: 'snmp.get', oids }, values.map((of, at) => [oids[at], ...of])] as const;
  }),
  fc.record({ stdout: text, stderr: text, code: fc.option(fc.nat(255)), signal: fc.option(fc.constant('TERM')), truncated: fc.boolean() })
    .map((output) => [{ op: 'ssh.exec', argv: ['df', '-P', 'a b\nc'] }, output] as const),
  fc.tuple(bytes, fc.nat(0o7777)).map(([content, mode]) => [{ op: 'ssh.readFile', path: '/etc/motd' }, { content: Buffer.from(content).toString('base64'), mode, uid: 0, gid: 5 }] as const),
  fc.array(header, { minLength: 1, maxLength: 5 }).map((headers) => [{ op: 'ami.action', action: 'Ping', fields: [] }, { headers }] as const),
  bytes.map((came) => [{ op: 'tcp.exchange', port: 7, send: Buffer.from('x\r\n').toString('base64') }, Buffer.from(came).toString('base64')] as const),
  fc.record({ status: fc.option(fc.constantFrom(200, 407)), reason: text, rttMs: fc.option(fc.nat(5_000)), sent: fc.nat(9), server: fc.option(text) })
    .map((answer) => [{ op: 'sip.options', peer: 'sip.example.net', port: 5_060, protocol: 'udp' }, answer] as const),
  fc.tuple(fc.oneof(text, fc.json()), fc.constantFrom(200, 404)).map(([body, status]) => [{ op: 'http.get', path: '/', query: {}, headers: {} }, { status, headers: { server: 'x' }, body }] as const),
);

test('whatever a device says is written, read and answered again as it was', () => {
  fc.assert(fc.property(fc.array(dialogue, { minLength: 1, maxLength: 4 }), (dialogues) => {
    const recording = recordingOf(dialogues.map(([operation, answer], at) => exchangeOf(operation, answer, `check c${at}`)));
    const again = parseRecordingFile(recordingText(recording), 'x.yaml').recording;
    expect(again).toEqual(recording);
    const device = new RecordedDevice(again);
    dialogues.forEach(([operation, answer], at) => {
      const replayed = device.perform(operation, `check c${at}`);
      expect(replayed.kind).toBe('answer');
      const came = 'answer' in replayed ? replayed.answer : null;
      // JSON may be spelled otherwise; it says the same.
      expect(operation.op === 'http.get' ? meaning(came) : came).toEqual(operation.op === 'http.get' ? meaning(answer) : answer);
    });
  }), { numRuns: 300 });
});

function meaning(answer: unknown): unknown {
  const { body, ...rest } = z.object({ body: z.string() }).loose().parse(answer);
  try {
    return { ...rest, body: JSON.parse(body) };
  } catch {
    return { ...rest, body };
  }
}

test('a file is what a person would write: blocks of lines, defaults left out', () => {
  const recording = recordingOf([
    exchangeOf({ op: 'snmp.table', columns: { name: '1.3.6.1.2.1.31.1.1.1.1', mac: '1.3.6.1.2.1.2.2.1.6' } }, [['1', '2'], ['OctetString', ['ether1', 'ether2']], ['OctetString', ['\u0000\u001bA\u0000\u0000\u0001', null]]]),
    exchangeOf({ op: 'ssh.exec', argv: ['uname', '-a'] }, { code: 0, signal: null, stdout: 'Linux web 6.1\n', stderr: '', truncated: false }, 'check load'),
    exchangeOf({ op: 'ami.list', action: 'PJSIPShowEndpoints', fields: [] }, {
      response: { headers: [['Response', 'Success'], ['ActionID', '1'], ['EventList', 'start']] }, events: [{ headers: [['Event', 'EndpointList'], ['ObjectName', '1001']] }],
      complete: { headers: [['Event', 'EndpointListComplete'], ['ListItems', '1']] },
    }),
  ]);
  expect(recordingText(recording)).toBe(`recording: 1
device:
  name: core-1
exchanges:
  - ask: snmp.table
    columns:
      name: 1.3.6.1.2.1.31.1.1.1.1
      mac: 1.3.6.1.2.1.2.2.1.6
    answer: |
      1.3.6.1.2.1.31.1.1.1.1.1 = OctetString: "ether1"
      1.3.6.1.2.1.2.2.1.6.1 = OctetString: hex 00 1b 41 00 00 01
      1.3.6.1.2.1.31.1.1.1.1.2 = OctetString: "ether2"
  - ask: ssh.exec
    argv: [uname, -a]
    during: check load
    answer:
      stdout: |
        Linux web 6.1
  - ask: ami.list
    action: PJSIPShowEndpoints
    answer: |
      Response: Success
      EventList: start

      Event: EndpointList
      ObjectName: 1001

      Event: EndpointListComplete
      ListItems: 1
`);
});

test('what is wrong with a file is named with its line', () => {
  expect(() => parseRecordingFile('recording: 1\ndevice: { name: x }\nexchanges:\n  - ask: snmp.get\n    oids: [1.3.6]\n    answer: |\n      1.3.6 = Number: 5\n', 'x.yaml')).toThrow(/^x\.yaml:6:13: exchanges\.0\.answer: not OID = TYPE: value: 1\.3\.6 = Number: 5/);
  expect(() => parseRecordingFile('recording: 2\ndevice: { name: x }\nexchanges: []\n', 'x.yaml')).toThrow(/^x\.yaml:1:12: recording/);
  expect(() => parseRecordingFile('recording: 1\ndevice: { name: x }\nexchanges:\n  - ask: icmp.ping\n', 'x.yaml')).toThrow('either answer or fails');
});

test('the published JSON Schema is the one that is checked with', async () => {
  const schema = z.toJSONSchema(recordingSchema, { io: 'input' });
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../../schemas/recording.json');
});
