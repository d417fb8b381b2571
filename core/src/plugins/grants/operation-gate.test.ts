import { permissionsSchema } from '@jackfield/sdk/manifest';
import { isWriting, readingPhases, writingPhases } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../transports/index.ts';
import { gate, type GateFacts } from './operation-gate.ts';
import { grantsWriting } from './permission-check.ts';

const manifest = permissionsSchema.parse({
  snmp: { read: true, write: ['1.3.6.1.2.1.1'] },
  ssh: {
    commands: { list: { argv: ['ls'], phase: 'read' }, restart: { argv: ['restart'], phase: 'write' } },
    files: { read: ['/etc/**'], write: ['/etc/motd'] },
  },
  ami: { read: ['CoreStatus'], write: ['Reload'] },
  http: { read: ['/api/**'], write: ['/api/jobs/*'] },
  tcp: { ports: [23, 3493], sends: 'read', logins: { 23: { lines: '{password}\n', phase: 'read' }, 3493: { lines: 'PASSWORD {password}\n' } } },
});

const facts: GateFacts = {
  plugin: 'widget', device: 'sw1', site: 'leeds', address: '10.0.0.1', siteOfAddress: 'leeds', mayAsk: (peer) => peer === '192.0.2.10', namesCall: (target) => target === 'york', phase: 'apply', manifest,
  enablement: { enabled: true, version: null, grant: 'write', calls: false }, leased: true,
};

const set: Operation = { op: 'snmp.set', varbinds: [['1.3.6.1.2.1.1.6.0', 'OctetString', 'x']] };
const get: Operation = { op: 'snmp.get', oids: ['1.3.6.1.2.1.1.6.0'] };
const send: Operation = { op: 'http.send', method: 'POST', path: '/api/jobs/1', query: {}, headers: {} };
const writing: { operation: Operation; command?: string }[] = [
  { operation: set },
  { operation: { op: 'ssh.writeFile', path: '/etc/motd', content: '' } },
  { operation: { op: 'ssh.removeFile', path: '/etc/motd' } },
  { operation: { op: 'ssh.exec', argv: ['restart'], stream: false }, command: 'restart' },
  { operation: { op: 'ami.write', action: 'Reload', fields: [] } },
  { operation: send },
  { operation: { op: 'tcp.exchange', port: 3493, login: 'PASSWORD {password}\n', idleMs: 1 } },
];

test('all that the manifest asks for is allowed in a writing phase with a lease', () => {
  for (const request of writing) expect(gate(facts, request)).toBeNull();
});

test('every write is refused in every reading phase, whatever manifest and grant say', () => {
  for (const phase of readingPhases) {
    for (const request of writing) expect(gate({ ...facts, phase }, request)?.kind).toBe('Refused');
  }
});

test('no write without the lease, in any phase', () => {
  fc.assert(fc.property(fc.constantFrom(...readingPhases, ...writingPhases), fc.constantFrom(...writing), (phase, request) => {
    expect(gate({ ...facts, phase, leased: false }, request)).not.toBeNull();
  }));
});

test('reading is refused only for a reason: site, network, manifest or grant', () => {
  expect(gate({ ...facts, phase: 'check', leased: false }, { operation: get })).toBeNull();
  expect(gate({ ...facts, siteOfAddress: 'york' }, { operation: get })?.message).toContain('not in the networks of leeds');
  expect(gate({ ...facts, siteOfAddress: null }, { operation: get })).not.toBeNull();
  expect(gate({ ...facts, enablement: { ...facts.enablement, enabled: false } }, { operation: get })?.message).toContain('not enabled');
  expect(gate({ ...facts, manifest: permissionsSchema.parse({}) }, { operation: get })?.data['reason']).toContain('snmp.read');
});

test('a grant "read" lets nothing write', () => {
  for (const request of writing) expect(gate({ ...facts, enablement: { ...facts.enablement, grant: 'read' } }, request)).not.toBeNull();
});

describe('a message that is handed over', () => {
  const telling: GateFacts = { ...facts, phase: 'notify', leased: false };

  test('goes by HTTP and TCP, as far as manifest and grant let the plugin write, and by nothing else', () => {
    for (const request of writing) {
      const handsOver = request.operation.op === 'http.send' || request.operation.op === 'tcp.exchange';
      expect([request.operation.op, gate(telling, request) === null]).toEqual([request.operation.op, handsOver]);
    }
    expect(gate(telling, { operation: { ...send, path: '/api/other' } })?.message).toContain('the manifest does not ask for');
  });

  test('goes nowhere unless a manager granted writing, and to no address outside the site', () => {
    expect(gate({ ...telling, enablement: { ...facts.enablement, grant: 'read' } }, { operation: send })?.message).toContain('only reading is granted here');
    expect(gate({ ...telling, enablement: { ...facts.enablement, grant: permissionsSchema.parse({ http: { write: ['/api/other'] } }) } }, { operation: send })?.message).toContain('is not granted here');
    expect(gate({ ...telling, siteOfAddress: 'york' }, { operation: send })?.message).toContain('not in the networks of leeds');
    expect(gate({ ...telling, enablement: { ...facts.enablement, enabled: false } }, { operation: send })?.message).toContain('not enabled');
  });
});

describe('test calls', () => {
  const york: Operation = { op: 'ami.call', target: 'york' };
  const may: GateFacts = { ...facts, phase: 'check', leased: false, manifest: permissionsSchema.parse({ ami: { call: true } }), enablement: { ...facts.enablement, grant: 'read', calls: true } };

  test('are placed by checks, to a named target, where they are granted apart', () => {
    expect(gate(may, { operation: york })).toBeNull();
    expect(gate({ ...may, enablement: { ...may.enablement, calls: false, grant: 'write' } }, { operation: york })?.message).toContain('test calls are not granted here');
    expect(gate(may, { operation: { ...york, target: 'hull' } })?.message).toContain('no test call "hull" is named here');
    expect(gate({ ...may, manifest }, { operation: york })?.message).toContain('the manifest does not ask for ami.call');
    expect(gate({ ...may, siteOfAddress: 'york' }, { operation: york })).not.toBeNull();
  });

  test('are placed in no other phase, with or without a lease', () => {
    for (const phase of [...readingPhases, ...writingPhases].filter((one) => one !== 'check')) {
      for (const leased of [true, false]) expect(gate({ ...may, phase, leased }, { operation: york })?.message).toContain('places a call');
    }
  });

  test('an exact grant that does not name them lets none be placed', () => {
    const grant = permissionsSchema.parse({ ami: { read: ['CoreStatus'] } });
    expect(gate({ ...may, enablement: { ...may.enablement, grant } }, { operation: york })?.message).toContain('ami.call is not granted here');
  });

  test('open no way to Originate: as an action it stays a write that the manifest must name', () => {
    expect(gate(may, { operation: { op: 'ami.action', action: 'Originate', fields: [] } })?.message).toContain('ami.read for Originate');
    expect(gate({ ...may, manifest: permissionsSchema.parse({ ami: { write: ['Originate'] } }) }, { operation: { op: 'ami.write', action: 'Originate', fields: [] } })?.message).toContain('phase check only reads');
  });
});

test('an exact grant narrows the manifest, never widens it', () => {
  const grant = permissionsSchema.parse({ snmp: { read: true, write: ['1.3.6.1.2.1.1.6'] }, icmp: true });
  const narrowed = { ...facts, enablement: { ...facts.enablement, grant } };
  const contact: Operation = { op: 'snmp.set', varbinds: [['1.3.6.1.2.1.1.4.0', 'OctetString', 'x']] };
  expect(gate(narrowed, { operation: set })).toBeNull();
  expect(gate(narrowed, { operation: contact })?.message).toContain('not granted');
  expect(gate(narrowed, { operation: { op: 'icmp.ping', count: 1 } })?.message).toContain('manifest does not ask');
});

test('a grant that names nothing that writes lets nothing write, and that is known beforehand', () => {
  const grants = [
    ['read', false], ['write', true], [permissionsSchema.parse({}), false], [permissionsSchema.parse({ snmp: { read: true }, icmp: true }), false], [manifest, true],
    [permissionsSchema.parse({ ssh: { commands: { list: { argv: ['ls'], phase: 'read' } } } }), false],
    [permissionsSchema.parse({ ssh: { commands: { restart: { argv: ['restart'], phase: 'write' } } } }), true],
  ] as const;
  for (const [grant, may] of grants) expect(grantsWriting(grant)).toBe(may);
  for (const [grant] of grants.filter(([, may]) => !may)) {
    for (const request of writing) expect(gate({ ...facts, enablement: { ...facts.enablement, grant } }, request)).not.toBeNull();
  }
});

test('a login for reading needs no writing phase; a login that was not granted is refused', () => {
  const login: Operation = { op: 'tcp.exchange', port: 23, login: '{password}\n', idleMs: 1 };
  expect(gate({ ...facts, phase: 'check', leased: false }, { operation: login })).toBeNull();
  expect(gate({ ...facts, phase: 'check', leased: false, manifest: permissionsSchema.parse({ tcp: { ...manifest.tcp, sends: 'write' } }) }, { operation: { ...login, send: '' } })?.kind).toBe('Refused');
  const grant = permissionsSchema.parse({ tcp: { ports: [23], sends: 'read', logins: { 23: { lines: 'other {password}\n', phase: 'read' } } } });
  expect(gate({ ...facts, phase: 'check', enablement: { ...facts.enablement, grant } }, { operation: login })?.message).toContain('tcp.logins for 23 is not granted');
});

describe('subtrees and paths end where they say', () => {
  const at = (oid: string): Operation => ({ op: 'snmp.set', varbinds: [[oid, 'Integer', 1]] });
  const file = (path: string): Operation => ({ op: 'ssh.readFile', path });
  test.each([['1.3.6.1.2.1.1', true], ['1.3.6.1.2.1.1.6.0', true], ['1.3.6.1.2.1.11.1', false], ['1.3.6.1.2.1', false]])('SET %s: %s', (oid, allowed) => {
    expect(gate(facts, { operation: at(oid) }) === null).toBe(allowed);
  });
  test.each([
    ['/etc/passwd', true], ['/etc/ssh/sshd_config', true], ['/etc', false], ['/etcetera', false], ['/etc/../root/.ssh/id', false],
    ['/etc/./x', false], ['/etc//x', false], ['/var/etc/x', false],
  ])('read %s: %s', (path, allowed) => {
    expect(gate(facts, { operation: file(path) }) === null).toBe(allowed);
  });
});

test('what only the host asks is refused to every plugin', () => {
  const asked: Operation[] = [...(['fingerprint.snmp', 'fingerprint.ssh', 'fingerprint.ami', 'fingerprint.http'] as const).map((op) => ({ op })), { op: 'fingerprint.tcp', port: 25 }];
  for (const operation of asked) {
    fc.assert(fc.property(fc.constantFrom(...readingPhases, ...writingPhases), (phase) => {
      expect(gate({ ...facts, phase, leased: isWriting(phase) }, { operation })).not.toBeNull();
    }));
  }
});

test('SIP: the device, and peers that the place names, where manifest and grant say sip', () => {
  const sip = permissionsSchema.parse({ sip: true });
  const options = (peer?: string): { readonly operation: Operation } => ({ operation: { op: 'sip.options', port: 5_060, protocol: 'udp', ...(peer === undefined ? {} : { peer }) } });
  const asking: GateFacts = { ...facts, phase: 'check', leased: false, manifest: sip };
  expect([gate(asking, options()), gate(asking, options('192.0.2.10'))]).toEqual([null, null]);
  expect(gate(asking, options('192.0.2.11'))).toMatchObject({ kind: 'Refused', message: expect.stringContaining('192.0.2.11 is neither in the networks of leeds nor a peer'), hint: expect.stringContaining('transports.sip.peers') });
  expect(gate({ ...asking, manifest }, options())?.message).toContain('does not ask for sip');
  expect(gate({ ...asking, enablement: { ...facts.enablement, grant: permissionsSchema.parse({ icmp: true }) } }, options())?.message).toContain('sip is not granted here');
});
