import { expect, test } from 'vitest';
import type { PluginStatus } from '../../plugins/index.ts';
import { switchDevice } from '../../testing/index.ts';
import { RecordingTerminal } from '../testing/recording-terminal.ts';
import { changesView, changeView, planView } from './change-view.ts';
import { deviceView, nothingFound } from './device-view.ts';
import { doctorView } from './doctor-view.ts';
import { explanationView } from './record-view.ts';
import { transitionLine } from './health-view.ts';
import { noticeLines } from './status-view.ts';
import { behindView } from './behind-view.ts';
import { losingLine } from './losing-line.ts';
import { linksView, whereView } from './topology-view.ts';
import { firstPicture, nextCommands, sweepText } from './up-view.ts';

const pluginStatus: PluginStatus = {
  id: 'snmp-switch', version: '0.1.0', state: 'idle', pid: null, activation: null, restarts: 0, lastExit: null, cpuMs: 0, pssBytes: null, calls: 0, operations: 0, refused: 0, fences: [],
  sdk: null, deprecated: [], openCalls: 0, messages: 0, waiting: 0, lastErrors: [],
};
const terminal = new RecordingTerminal();
const noLists = { parts: [], vlans: [], stations: [], arp: [], hardware: [], behind: null, lately: [] };

test('explain marks the layer that counts and shows where each stands', () => {
  expect(explanationView({
    key: 'transports.snmp.port', value: 1161,
    layers: [
      { layer: 'default', name: 'jackfield', value: 161, place: null, effective: false },
      { layer: 'site', name: 'leeds', value: 1161, place: { file: 'sites/leeds.yaml', line: 9, column: 7 }, effective: true },
    ],
  }, terminal)).toBe(
    'transports.snmp.port = 1161\n' +
    '  default      jackfield  161  built in\n' +
    '> site         leeds  1161  sites/leeds.yaml:9:7\n',
  );
  expect(explanationView({ key: 'nope', value: undefined, layers: [] }, terminal)).toBe('nope = not set\n  no layer sets it\n');
});

test('explain says for which devices an entry stands, or who could tell', () => {
  const place = { file: 'sites/leeds.yaml', line: 9, column: 11 };
  expect(explanationView({
    key: 'k', value: [], layers: [],
    devices: [{ key: 'k.0', place, names: ['files', 'mail'] }, { key: 'k.1', place, names: [] }, { key: 'k.2', place, names: null }],
  }, terminal)).toBe(
    'k = []\n  no layer sets it\n' +
    '  k.0 (sites/leeds.yaml:9:11) stands for files, mail\n' +
    '  k.1 (sites/leeds.yaml:9:11) stands for no device: none fits\n' +
    '  k.2 (sites/leeds.yaml:9:11) stands for the devices that fit; a daemon that runs tells which\n',
  );
});

test('plugins are listed with what is deprecated in them and what is left out of them', () => {
  const plugin = { ...pluginStatus, deprecated: [{ code: 'JFD001', text: 'an old bundle, gone in 1.0.0.' }] };
  const installed = { id: 'snmp-switch', off: [{ contribution: 'checks.fans', missing: ['netconf'] }] };
  expect(noticeLines([plugin], [installed], terminal.colours)).toBe(
    'deprecated snmp-switch: JFD001 an old bundle, gone in 1.0.0.\nleft out snmp-switch checks.fans: this host has no netconf\n',
  );
});

test('what is swept is told with its size, what is resolved with its check', () => {
  expect(sweepText({ id: 'home', networks: ['192.0.2.0/24', '10.0.0.7/32', '10.0.0.0/8'] })).toBe('192.0.2.0/24 (254 addresses), 10.0.0.7/32 (1 address), 10.0.0.0/8 (too large to sweep) of site home');
  expect(transitionLine('resolved', 'leeds-pbx', 'asterisk core', terminal.colours)).toBe('resolved leeds-pbx: asterisk core\n');
});

test('the first picture counts what was found, and names three commands to try', () => {
  const checks = [{ state: 'ok' }, { state: 'ok' }, { state: 'critical' }, { state: 'pending' }] as const;
  expect(firstPicture(3, checks, 1, terminal.colours)).toBe('\n3 devices found, checks: 2 ok, 0 warning, 1 critical, 0 unknown, 1 not run yet; 1 open incident\n');
  const next = nextCommands({ directory: 'config', devices: 3, example: 'config/changes/port-description.yaml', throughNpm: true }, terminal.colours);
  expect(next.match(/^ {2}npx jackfield .*$/gm)).toEqual([
    '  npx jackfield devices', '  npx jackfield incidents',
    '  npx jackfield plan config/changes/port-description.yaml --out example.plan.json && npx jackfield apply example.plan.json',
  ]);
  expect(next).toContain('npx jackfield undo CHANGE');
  expect(nextCommands({ directory: '/etc/jackfield', devices: 1, example: null, throughNpm: false }, terminal.colours)).toMatch(/jackfield status --config .*etc\/jackfield/);
  // Nothing that could only fail.
  const nothing = nextCommands({ directory: 'config', devices: 0, example: null, throughNpm: false }, terminal.colours);
  expect(nothing.match(/^ {2}jackfield .*$/gm)).toEqual(['  jackfield doctor', '  jackfield discover', '  jackfield plugins']);
});

test('a sweep that found nothing says which step nobody passed, and no more than that where there was no plugin to look with', () => {
  const nothing = { devices: [], addresses: 254, alive: 0, fingerprinted: 0 };
  expect(nothingFound(nothing, [])).toContain('Nothing answered.');
  expect(nothingFound({ ...nothing, alive: 3 }, [])).toContain('credentials');
  expect(nothingFound(nothing, [{ code: 'JF4105' }])).toBe('');
});

test('doctor says what to do for everything that is not well', () => {
  const view = doctorView([
    { group: 'machine', name: 'node', state: 'ok', detail: 'Node 26', next: '' },
    { group: 'fences', name: 'own-user', state: 'warning', detail: 'down, the host is not root', next: 'Run the host as root: each plugin then gets a user of its own.' },
    { group: 'configuration', name: 'files', state: 'failed', detail: 'JF1004 sites/leeds.yaml:14:5 key given twice', next: 'Keep one of the two.' },
  ], terminal);
  expect(view).toContain('  failed  files  JF1004 sites/leeds.yaml:14:5 key given twice\n          → next: Keep one of the two.\n');
  expect(view.endsWith('1 failed, 1 warning\n')).toBe(true);
});

test('a plan shows a text of several lines as a patch, and control characters as dots', () => {
  const step = { deviceName: 'web', plugin: 'linux-server', pluginVersion: '0.1.0', resource: 'file', key: { path: '/etc/motd' }, commitClass: 'snapshot' };
  const view = planView({
    id: 'p', title: 'Greet', hash: 'abc', expiresAt: 'tomorrow', unchanged: 0, blastRadius: { devices: ['d'], sites: ['leeds'], behind: [] },
    steps: [{ ...step, differences: [{ path: 'content', before: 'one\ntwo\nthree\n', after: 'one\n2\u001b[31m\nthree\n' }, { path: 'mode', before: '0600', after: '0644' }] }],
  }, terminal);
  expect(planView({ id: 'p', title: 'Greet', hash: 'abc', expiresAt: 'tomorrow', unchanged: 0, blastRadius: { devices: ['d'], sites: ['leeds'], behind: [] }, steps: [{ ...step, differences: [] }], warnings: ['linux-server may only read web'] }, terminal))
    .toContain('\nlinux-server may only read web\n');
  expect(view).toContain('  content:\n    @@ -1,3 +1,3 @@\n     one\n    -two\n    +2·[31m\n     three\n  - mode: 0600\n  + mode: 0644\n');
});

test('a change says why it was put back, once, and how to finish what is held', () => {
  const step = { device: 'd', resource: 'file', key: { path: '/etc/motd' }, state: 'restored' as const, message: null };
  const change = {
    id: '0a0b', title: 'Greet', person: 'ada', state: 'reverted-verified' as const, undoes: null, undoneBy: null, message: 'ada called it off (JF6034)', wave: 0, waves: 1, planHash: 'abc',
    startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:01Z', paused: false, steps: [step],
  };
  const called = changeView(change, () => 'web', terminal);
  expect(called.split('\n').slice(0, 2)).toEqual(['change 0a0b: reverted-verified in 1s', 'ada called it off (JF6034)']);
  expect(called).not.toContain('jackfield undo');
  const failed = changeView({ ...change, state: 'failed-held', message: 'no way (JF0001)', steps: [{ ...step, state: 'failed', message: 'no way (JF0001)' }] }, () => 'web', terminal);
  expect(failed.split('no way')).toHaveLength(2);
  expect(failed).toContain('finish it with `jackfield undo 0a0b`');
  const finished = changeView({ ...change, state: 'failed-held', undoneBy: '1c1d' }, () => 'web', terminal);
  expect(finished).not.toContain('jackfield undo');
  expect(finished).toContain('Undone by change 1c1d.');
  const unsaved = { ...change, state: 'kept' as const, message: null, unsaved: [{ device: 'd', deviceName: 'web', plugin: 'snmp-switch', message: 'no room (JF0007)' }] };
  expect(changeView(unsaved, () => 'web', terminal)).toMatch(/^change 0a0b: kept, not saved in 1s\n[\s\S]*web runs it, and did not save it: no room \(JF0007\)\n.*`jackfield save 0a0b`/);
  expect(changesView([unsaved], terminal, 0)).toContain('kept, not saved');
  const list = changesView([change, { ...change, id: '2e2f', title: 'Wave', state: 'applying', endedAt: null, paused: true }, { ...change, state: 'kept', undoneBy: '1c1d' }], terminal, Date.parse('2026-01-01T00:01:00Z'));
  expect(list).toContain('applying, paused');
  expect(list).toContain('Greet (undone by 1c1d)');
});

test('a serial that is too plain to be known by is told as such', () => {
  const device = { ...switchDevice, ...noLists, plugins: ['wisp'], state: null, checks: [], incidents: [] };
  expect(deviceView({ ...device, serial: 'W-7777' }, terminal, 0)).toContain('serial     W-7777 (it is not known by it: too plain to tell one device from another)\n');
  expect(deviceView({ ...device, serial: 'W-7012', keys: [{ type: 'serial', value: 'W-7012' }] }, terminal, 0)).toContain('serial     W-7012\n');
});

test('a phone is shown with its hardware address and its switch port, and how they are known', () => {
  const phone = { ...switchDevice, ...noLists, interfaces: [], plugins: [], state: null, checks: [], incidents: [], hardware: ['02:4c:45:07:00:31'], behind: { device: 'edge-2', port: 'Gi1/0/9', proof: 'address' as const, protocol: null } };
  expect(deviceView(phone, terminal, 0)).toContain('  hardware   02:4c:45:07:00:31 (by ARP)\n  behind     edge-2 Gi1/0/9 (an address learnt at its port)\n');
});

test('a device is shown with its VLANs and what it is made of', () => {
  const parts = [{ name: 'Switch 2', kind: 'chassis' as const, description: null, model: 'W48', serial: 'W48-0002', version: '7.1', within: 'Stack' }];
  const device = { ...switchDevice, plugins: ['wisp'], state: null, checks: [], incidents: [], ...noLists, parts, vlans: [{ id: 20, name: 'Voice', untagged: [], tagged: ['Gi1/0/3'] }] };
  const shown = deviceView(device, terminal, 0);
  expect(shown).toMatch(/VLAN +NAME +UNTAGGED +TAGGED\n +20 +Voice +Gi1\/0\/3/);
  expect(shown).toMatch(/Switch 2 +chassis +W48 +W48-0002 +7\.1 +Stack/);
});

test('a device is shown with what happened to it, to the second', () => {
  const lately = [
    { at: '2026-11-28T02:20:05.120Z', what: 'resolved' as const, state: 'ok', summary: 'Uptime: started at 02:10', id: '3f9a01bc-1', lasted: 540_000 },
    { at: '2026-11-28T02:11:05.120Z', what: 'incident' as const, state: 'warning', summary: 'Uptime: started at 02:10', id: '3f9a01bc-1', lasted: 540_000 },
  ];
  const shown = deviceView({ ...switchDevice, ...noLists, plugins: [], state: null, checks: [], incidents: [], lately }, terminal, 0);
  expect(shown).toMatch(/2026-11-28 02:20:05 +resolved +ok +3f9a01bc +9m +Uptime: started at 02:10\n2026-11-28 02:11:05 +incident +warning/);
});

const core = { device: 'id-1', name: 'core-1', site: 'leeds', port: 'Gi1/0/3', aggregate: 'Po1' };
const edge = { device: 'id-2', name: 'edge-2', site: 'leeds', port: null, aggregate: null };

test('links say how sure they are; nothing known says where it would come from', () => {
  expect(linksView([{ proof: 'both', protocol: 'lldp', ends: [core, edge] }], terminal)).toMatch(/core-1 +Gi1\/0\/3 \(Po1\) +edge-2 +told by both ends +lldp/);
  expect(linksView([], terminal)).toContain('LLDP');
});

test('where an address is: at an edge port, or on the way there', () => {
  const seen = [{ mac: '02:4c:45:07:00:31', device: 'edge-2', site: 'leeds', port: 'Gi1/0/9', vlan: 20, isEdge: true, lastSeen: null }, { mac: '02:4c:45:07:00:31', device: 'core-1', site: 'leeds', port: 'Gi1/0/3', vlan: null, isEdge: false, lastSeen: null }];
  const shown = whereView({ what: '02:4c:45:07:00:31', devices: ['phone-31'], links: [], seen }, terminal);
  expect(shown).toContain('02:4c:45:07:00:31 is phone-31.');
  expect(shown).toMatch(/edge-2 +Gi1\/0\/9 +20 +here/);
  expect(shown).toMatch(/core-1 +Gi1\/0\/3 +on the way/);
  expect(whereView({ what: 'x', devices: [], links: [], seen: [] }, terminal)).toContain('Nobody has seen x');
});

const nothingMore = { sites: [], hidden: 0, strangers: [], unlinked: [], guessed: [] };

test('what hangs on a port alone is told with how it is and where it hangs, and what nobody can know', () => {
  const risk = { device: 'id-1', name: 'core-1', site: 'leeds', port: 'Te1/1/1', threat: 'own-way' as const, standIns: ['core-2'] };
  const shown = behindView({
    device: 'id-1', deviceName: 'core-1', port: 'Te1/1/1', ownWay: true, risks: [risk], ...nothingMore, hidden: 2, unlinked: [{ device: 'id-3', name: 'pbx', site: 'leeds' }],
    devices: [{ device: 'id-2', name: 'access-1', site: 'leeds', kind: 'switch', state: 'critical', how: 'way', at: { device: 'id-1', name: 'core-1', site: 'leeds', port: 'Te1/1/1' } }],
  }, terminal);
  expect(shown.split('\n').slice(0, 3)).toEqual(['The host reaches core-1 itself over Te1/1/1.', 'core-2 stands in for it (label redundancy).', 'Without Te1/1/1 of core-1 1 device loses something:']);
  expect(shown).toMatch(/access-1\s+switch\s+critical\s+leeds\s+its way\s+core-1 Te1\/1\/1/);
  expect(shown).toContain('2 devices more at sites that you do not see.\nNot known: 1 device of the same site has no known neighbour, and may hang on it: pbx.\n');
  expect(behindView({ device: 'id-1', deviceName: 'core-1', port: null, ownWay: false, devices: [], risks: [{ ...risk, port: null, threat: 'unknown', standIns: [] }], ...nothingMore }, terminal)).toBe('No link of core-1 is known: what hangs on it nobody can say.\n');
});

test('a plan says in one line who loses what if it goes wrong', () => {
  const losing = { kinds: { phone: 2, pbx: 1 }, sites: ['leeds'], service: 4, strangers: 1, unlinked: 3 };
  expect(losingLine({ devices: ['east'], sites: ['leeds'], behind: ['pbx', 'phone-1', 'phone-2'], losing })).toBe(
    'If it goes wrong: 3 devices lose the way to the host (2 phone, 1 pbx: pbx, phone-1, phone-2); 4 devices lose what they are registered at; 1 address of no known device goes too, at leeds. Not known: 3 devices of the same sites have no known neighbour.\n',
  );
  expect(losingLine({ devices: ['east'], sites: ['leeds'], behind: ['pbx'], losing: { kinds: { phone: 2, pbx: 1 }, sites: ['leeds'], elsewhere: 2, service: 0, strangers: 0, unlinked: 0 } }))
    .toBe('If it goes wrong: 3 devices lose the way to the host (2 phone, 1 pbx: pbx, …), at leeds and 2 other sites.\n');
  expect(losingLine({ devices: ['east'], sites: ['leeds'], behind: [], losing: { kinds: { phone: 1 }, sites: [], elsewhere: 1, service: 0, strangers: 0, unlinked: 0 } }))
    .toBe('If it goes wrong: 1 device loses the way to the host (1 phone), at 1 other site.\n');
  expect(losingLine({ devices: ['east'], sites: ['leeds'], behind: [] })).toBe('If it goes wrong: nobody else is known to lose the way.\n');
});
