import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exchangeOf, RecordedDevice, recordingSchema, recordingText, redactRecording, scanRecording, type Exchange, type Recording } from './index.ts';
import { serialFiction } from './fictions/serial-fiction.ts';

function recordingOf(exchanges: readonly Exchange[], device: object = {}): Recording {
  return recordingSchema.parse({ recording: 1, device: { name: 'core-1.corp.example.com', serial: 'FOC1234X0AB', ...device }, exchanges });
}

const output = (stdout: string): Exchange => exchangeOf({ op: 'ssh.exec', argv: ['show'] }, { code: 0, signal: null, stdout, stderr: '', truncated: false });
const stdoutOf = (recording: Recording): unknown => {
  const replayed = new RecordedDevice(recording).perform({ op: 'ssh.exec', argv: ['show'] });
  return replayed.kind === 'answer' ? replayed.answer : replayed;
};
const everything = ['addresses', 'names', 'serials'] as const;

test('secrets go always, whatever they are written in; the rest only when asked', () => {
  const latin1 = Buffer.from('h\xf4te = x\npassword = Sup3rS3cret\n', 'latin1').toString('base64');
  const recording = recordingOf([
    output('enable secret 5 $1$abcd$efghijklmnopqrstuv\nip address 10.1.2.3\n'),
    exchangeOf({ op: 'ssh.readFile', path: '/etc/x' }, { content: latin1, mode: 0o600, uid: 0, gid: 0 }),
    exchangeOf({ op: 'ssh.readFile', path: '/etc/y' }, { content: Buffer.from('\u0000password = Sup3rS3cret\u0000').toString('base64'), mode: 0o600, uid: 0, gid: 0 }),
    exchangeOf({ op: 'http.get', path: '/config', query: {}, headers: {} }, { status: 200, headers: { 'set-cookie': 'SESSION=0123456789abcdef' }, body: '{"wifi":{"psk":"Sup3rS3cret","ssid":"x"},"tokens":["Sup3rS3cret"],"settings":[{"name":"password","value":"Sup3rS3cret"}]}' }),
    exchangeOf({ op: 'snmp.get', oids: ['1.3.6.1.2.1.1.4.0'] }, [['1.3.6.1.2.1.1.4.0', 'OctetString', 'password=Sup3rS3cret']]),
    exchangeOf({ op: 'snmp.walk', root: '1.3.6.1.6.3.18' }, [['1.3.6.1.6.3.18.1.1.1.2.1', 'OctetString', 'orchard']]),
    exchangeOf({ op: 'ami.action', action: 'Show', fields: [] }, { headers: [['Response', 'Success'], ['Password', 'Sup3rS3cret']] }),
  ]);
  const redacted = redactRecording(recording);
  const text = recordingText(redacted);
  expect(text).not.toMatch(/Sup3rS3cret|orchard|U3VwM3JTM2NyZXQ|efghijklmnop|0123456789abcdef/);
  expect(scanRecording(text)).toEqual([]);
  expect(text).toContain('10.1.2.3');
  expect(text).toContain('FOC1234X0AB');
  expect(text).toContain('latin1: |\n          hôte = x\n          password = REDACTED-2\n');
  // The same secret, wherever it stood, is the same placeholder.
  expect(text.match(/REDACTED-2/g)).toHaveLength(6);
  expect(redacted.redacted).toEqual({ secrets: 4 });
});

test('addresses, names and serials become documented ones of the same shape, the same everywhere', () => {
  const mac = '\u0000\u001b\u0021\u00aa\u00bb\u00cc';
  const arcs = [...Buffer.from(mac, 'latin1')].join('.');
  const recording = recordingOf([
    output('core-1.corp.example.com (core-1) has 10.1.2.3 and 10.1.2.4, mask 255.255.255.0, lo 127.0.0.1, fe80::1:2 00:1b:21:AA:BB:CC 001b.21aa.bbcc Serial number: FOC1234X0AB; core-10 is another'),
    exchangeOf({ op: 'snmp.walk', root: '1.3.6.1.2.1.4.20.1.1' }, [['1.3.6.1.2.1.4.20.1.1.10.1.2.3', 'IpAddress', '10.1.2.3'], ['1.3.6.1.2.1.4.20.1.1.10.1.2.9', 'IpAddress', '10.1.2.9'], ['1.3.6.1.2.1.4.20.1.1.127.0.0.1', 'IpAddress', '127.0.0.1']]),
    exchangeOf({ op: 'snmp.table', columns: { mac: '1.3.6.1.2.1.17.4.3.1.1', port: '1.3.6.1.2.1.17.4.3.1.2' } }, [[arcs], ['OctetString', [mac]], ['Integer', [3]]]),
  ]);
  const redacted = redactRecording(recording, { replace: everything });
  expect(stdoutOf(redacted)).toMatchObject({
    stdout: 'host-1.example.net (host-1) has 192.0.2.1 and 192.0.2.3, mask 255.255.255.0, lo 127.0.0.1, 2001:db8::1 00:00:5E:00:53:01 0000.5e00.5301 Serial number: AAA0000A0AB; core-10 is another',
  });
  const device = new RecordedDevice(redacted);
  expect(device.perform({ op: 'snmp.walk', root: '1.3.6.1.2.1.4.20.1.1' })).toMatchObject({ answer: [['1.3.6.1.2.1.4.20.1.1.127.0.0.1', 'IpAddress', '127.0.0.1'], ['1.3.6.1.2.1.4.20.1.1.192.0.2.1', 'IpAddress', '192.0.2.1'], ['1.3.6.1.2.1.4.20.1.1.192.0.2.2', 'IpAddress', '192.0.2.2']] });
  expect(device.perform({ op: 'snmp.get', oids: ['1.3.6.1.2.1.17.4.3.1.2.0.0.94.0.83.1'] })).toMatchObject({ answer: [['1.3.6.1.2.1.17.4.3.1.2.0.0.94.0.83.1', 'Integer', 3]] });
  expect(redacted).toMatchObject({ device: { name: 'host-1.example.net', serial: 'AAA0000A0AB' }, redacted: { addresses: 5, names: 2, serials: 1 } });
});

test('serials keep their shape, and different ones stay different', () => {
  const serial = fc.string({ unit: fc.constantFrom(...'ABCdef0123-/'), minLength: 4, maxLength: 20 }).filter((text) => /\w{3}/.test(text));
  fc.assert(fc.property(serial, fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (text, one, other) => {
    const shape = (of: string): string => of.replaceAll(/\d/g, '0').replaceAll(/[A-Z]/g, 'A').replaceAll(/[a-z]/g, 'a');
    expect(shape(serialFiction(text, one))).toBe(shape(text));
    expect(serialFiction(text, one) === serialFiction(text, other)).toBe(one === other);
  }));
});
