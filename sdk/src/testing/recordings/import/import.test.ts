import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { importAmiDialogue, importSnmprec, RecordedDevice, recordingText, parseRecordingFile, redactRecording, scanRecording } from '../index.ts';

test('a walk in snmprec format becomes a recording with contexts and the fingerprint', () => {
  const text = '1.0.8802.1.1.2.1.3.3.0|4|lldp\n1.3.6.1.2.1.1.1.0|4|Acme W48\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1\n1.3.6.1.2.1.2.2.1.6.3|4x|001b2100aabb\n1.3.6.1.2.1.31.1.1.1.6.3|70|18446744073709551615\n';
  const recording = importSnmprec('w48', text, new Map([['12', '1.3.6.1.2.1.17.1.2.0|2|7\n']]));
  const device = new RecordedDevice(parseRecordingFile(recordingText(recording), 'w48.yaml').recording);
  expect(device.perform({ op: 'fingerprint.snmp' })).toMatchObject({ answer: { sysDescr: 'Acme W48', sysObjectID: '1.3.6.1.4.1.99999.1', engineId: null } });
  expect(device.perform({ op: 'snmp.get', oids: ['1.3.6.1.2.1.2.2.1.6.3', '1.3.6.1.2.1.31.1.1.1.6.3', '1.3.6.1.2.1.1.5.0'] })).toMatchObject({
    answer: [[expect.any(String), 'OctetString', '\u0000\u001b!\u0000\u00aa\u00bb'], [expect.any(String), 'Counter64', '18446744073709551615'], [expect.any(String), 'NoSuchObject', null]],
  });
  expect(device.perform({ op: 'snmp.walk', root: '1.0.8802' })).toMatchObject({ answer: [['1.0.8802.1.1.2.1.3.3.0', 'OctetString', 'lldp']] });
  expect(device.perform({ op: 'snmp.getNext', oids: ['1.3.6.1.2.1.17'], context: '12' })).toMatchObject({ answer: [['1.3.6.1.2.1.17.1.2.0', 'Integer', 7]] });
});

test('an AMI dialogue becomes actions and lists, without its logins', () => {
  const text = [
    'S: Asterisk Call Manager/11.0.0', 'C: Action: Login', 'C: Secret: x1y2z3', 'C: ', 'S: Response: Success', 'S: ', '# a remark',
    'C: Action: PJSIPShowEndpoints', 'C: ActionID: 7', 'C: ', 'S: Response: Success', 'S: ActionID: 7', 'S: EventList: start', 'S: ', 'S: Event: Other', 'S: ',
    'S: Event: EndpointList', 'S: ActionID: 7', 'S: ObjectName: 1001', 'S: ', 'S: Event: EndpointListComplete', 'S: ActionID: 7', 'S: EventList: Complete', 'S: ', '',
  ].map((line) => `${line}\r\n`).join('');
  const recording = importAmiDialogue('pbx', text);
  expect(recording.exchanges.map(({ ask }) => ask)).toEqual(['fingerprint.ami', 'ami.list']);
  expect(recordingText(recording)).not.toContain('x1y2z3');
  expect(new RecordedDevice(recording).perform({ op: 'ami.list', action: 'PJSIPShowEndpoints', fields: [] })).toMatchObject({
    answer: { events: [{ headers: [['Event', 'EndpointList'], ['ObjectName', '1001']] }], complete: { headers: [['Event', 'EndpointListComplete'], ['EventList', 'Complete']] } },
  });
});

// The shared folder lies beside the repository; without it there is nothing to import.
const folder = join(process.env['JACKFIELD_SHARED'] ?? resolve(import.meta.dirname, '../../../../../../shared'), 'ami');

test.skipIf(!existsSync(folder))('the dialogues of a real PBX import, and nothing secret is left in them', () => {
  let exchanges = 0;
  for (const file of readdirSync(folder).filter((name) => /^\d.*\.txt$/.test(name))) {
    const recording = redactRecording(importAmiDialogue('pbx', readFileSync(join(folder, file), 'utf8')));
    const text = recordingText(recording);
    expect({ file, found: scanRecording(text) }).toEqual({ file, found: [] });
    expect(parseRecordingFile(text, file).recording).toEqual(recording);
    exchanges += recording.exchanges.length;
  }
  expect(exchanges).toBeGreaterThan(400);
});
