import type { Permissions } from '@jackfield/sdk/manifest';
import { expect, test } from 'vitest';
import type { NamedRequest } from '../plugins/index.ts';
import { tooWide } from './permission-width.ts';

const set = (...oids: readonly string[]): NamedRequest => ({ operation: { op: 'snmp.set', varbinds: oids.map((oid) => [oid, 'Integer', 1]) } });
const snmp = (...write: string[]): Permissions => ({ snmp: { read: true, write } });
const file = (path: string): NamedRequest => ({ operation: { op: 'ssh.removeFile', path } });
const files = (...write: string[]): Permissions => ({ ssh: { commands: {}, scripts: {}, files: { read: [], write } } });
const http = (...write: string[]): Permissions => ({ http: { read: [], write } });
const send = (path: string): NamedRequest => ({ operation: { op: 'http.send', method: 'PUT', path, query: {}, headers: {} } });

test.each([
  ['the group of the one object that is set', snmp('1.3.6.1.4.1.99999.7'), [set('1.3.6.1.4.1.99999.7.3.0')], '1.3.6.1.4.1.99999.7.3'],
  ['a whole MIB for a column', snmp('1.3.6.1.2.1.31'), [set('1.3.6.1.2.1.31.1.1.1.18.3')], '1.3.6.1.2.1.31.1.1.1.18.3'],
  ['all that a vendor made', snmp('1.3.6.1.4.1.9.'), [set('1.3.6.1.4.1.9.1.1.2.4')], '1.3.6.1.4.1.9.1.1.2.4'],
  ['every file', files('/**'), [file('/etc/acme/a.conf')], '/etc/acme/*'],
  ['every folder for one', files('/etc/**/*.conf'), [file('/etc/acme/a.conf'), file('/etc/acme/b.conf')], '/etc/acme/*.conf'],
  ['every folder for one with folders', files('/etc/**'), [file('/etc/acme/a'), file('/etc/acme/d/b')], '/etc/acme/**'],
  ['every document', http('/**'), [send('/api/outlets/1')], '/api/outlets/*'],
])('%s is too wide', (_what, permissions, requests, enough) => {
  expect(tooWide(permissions, requests)).toEqual([{ of: expect.stringMatching(/write /), message: `is far wider than what is written: ${enough} would do` }]);
});

test.each([
  ['an object', snmp('1.3.6.1.2.1.1.6'), [set('1.3.6.1.2.1.1.6.0')]],
  ['a single instance', snmp('1.3.6.1.2.1.1.6.0'), [set('1.3.6.1.2.1.1.6.0')]],
  ['a column of which a row is set', snmp('1.3.6.1.2.1.31.1.1.1.18'), [set('1.3.6.1.2.1.31.1.1.1.18.3')]],
  ['a table of which some columns are set', snmp('1.3.6.1.2.1.17.7.1.4.3.1'), [set('1.3.6.1.2.1.17.7.1.4.3.1.1.20', '1.3.6.1.2.1.17.7.1.4.3.1.5.20')]],
  ['what is not used at all', snmp('1.3.6.1'), []],
  ['one file', files('/etc/acme/a.conf'), [file('/etc/acme/a.conf')]],
  ['files of one folder', files('/etc/acme/*'), [file('/etc/acme/a.conf')]],
  ['a file of one name in whatever folder', files('/**/jackfield.conf'), [file('/etc/acme/jackfield.conf')]],
  ['files of more than one folder', files('/etc/**'), [file('/etc/motd'), file('/etc/acme/a.conf')]],
])('%s is not', (_what, permissions, requests) => {
  expect(tooWide(permissions, requests)).toEqual([]);
});
