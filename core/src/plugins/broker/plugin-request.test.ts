import { Refused } from '@jackfield/sdk';
import { manifestSchema } from '@jackfield/sdk/manifest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { operationSchema } from '../../transports/index.ts';
import type { InstalledPlugin } from '../installed-plugin.ts';
import { resolveRequest } from './plugin-request.ts';

const plugin: InstalledPlugin = {
  id: 'widget', packageName: 'widget', version: '1.0.0', directory: '/nowhere', entry: null,
  manifest: manifestSchema.parse({
    title: 'Widget', contributes: {},
    permissions: {
      ssh: {
        commands: { show: { argv: ['show', '--name', '{name}'], phase: 'read' }, test: { argv: ['sshd', '-t', '-f', '{file}'], phase: 'read' }, port: { argv: ['configure terminal', 'interface {port}', 'description {text}'], cli: true, phase: 'write' } },
        scripts: { gather: { file: 'gather.sh', phase: 'read' } },
      },
      tcp: { ports: [23, 3493], logins: { 3493: { lines: 'PASSWORD {password}\n' } } },
    },
  }),
  resourceSchemas: new Map(), settingsSchema: null, points: {}, permissionsHash: '',
  scripts: new Map([['gather', { text: 'uptime', sha256: '' }]]),
};

test('a command is the manifest\'s argument vector with whole values', () => {
  const { operation } = resolveRequest({ op: 'ssh.exec', command: 'show', values: { name: 'a b; reboot $(x)' } }, plugin);
  expect(operation).toMatchObject({ op: 'ssh.exec', argv: ['show', '--name', 'a b; reboot $(x)'] });
});

test('an argument vector or a script text of the plugin\'s own never gets through', () => {
  expect(() => resolveRequest({ op: 'ssh.exec', argv: ['reboot'] }, plugin)).toThrow('malformed');
  expect(() => resolveRequest({ op: 'ssh.exec', command: 'show', values: { name: 'x' }, argv: ['reboot'] }, plugin)).toThrow('malformed');
  expect(() => resolveRequest({ op: 'ssh.script', script: 'gather', text: 'reboot' }, plugin)).toThrow('malformed');
  expect(() => resolveRequest({ op: 'ssh.writeFile', path: '/etc/x', content: '', validate: ['reboot'] }, plugin)).toThrow('malformed');
});

test('values cannot be options, missing or too many', () => {
  expect(() => resolveRequest({ op: 'ssh.exec', command: 'show', values: { name: '--all' } }, plugin)).toThrow('option');
  expect(() => resolveRequest({ op: 'ssh.exec', command: 'show', values: {} }, plugin)).toThrow('no value');
  expect(() => resolveRequest({ op: 'ssh.exec', command: 'show', values: { name: 'x', more: 'y' } }, plugin)).toThrow('no {more}');
  expect(() => resolveRequest({ op: 'ssh.exec', command: '__proto__', values: {} }, plugin)).toThrow('no command');
});

test('lines for a command line take plain words, wherever they stand, and nothing that it takes for more', () => {
  const lines = (port: string, text: string) => resolveRequest({ op: 'ssh.exec', command: 'port', values: { port, text } }, plugin).operation;
  expect(lines('Gi1/0/5', 'Tür 5, Ost')).toMatchObject({ cli: true, argv: ['configure terminal', 'interface Gi1/0/5', 'description Tür 5, Ost'] });
  for (const text of ['', 'a\nreload', 'a\rreload', 'a | b', 'a; b', 'a?', '!x', '$(x)', '`x`', '"x"', 'a\u0003']) expect(() => lines('Gi1', text)).toThrow('plain words');
  expect(() => resolveRequest({ op: 'ssh.exec', command: 'port', values: { port: 'Gi1' } }, plugin)).toThrow('no value');
  expect(() => resolveRequest({ op: 'ssh.exec', command: 'port', values: { port: 'Gi1', text: 'x', more: 'y' } }, plugin)).toThrow('no {more}');
  expect(() => resolveRequest({ op: 'ssh.writeFile', path: '/etc/x', content: '', validate: 'port' }, plugin)).toThrow('no program');
});

test('a script is the packaged text', () => {
  expect(resolveRequest({ op: 'ssh.script', script: 'gather', args: ['disk'] }, plugin).operation).toMatchObject({ text: 'uptime', args: ['disk'] });
});

test('whatever a plugin sends is an operation or refused, nothing else', () => {
  const anything = fc.oneof(
    fc.anything({ withNullPrototype: true }),
    fc.record({ op: fc.constantFrom('snmp.get', 'ssh.exec', 'ssh.script', 'ssh.writeFile', 'ami.action', 'tcp.exchange', 'x') }, { requiredKeys: ['op'] }),
    fc.record({ op: fc.constantFrom('ssh.exec', 'snmp.walk', 'http.get'), command: fc.string(), root: fc.string(), path: fc.string(), values: fc.dictionary(fc.string(), fc.string()) }),
  );
  fc.assert(fc.property(anything, (input) => {
    let outcome: unknown;
    try {
      outcome = resolveRequest(input, plugin).operation;
    } catch (error) {
      outcome = error;
    }
    expect(outcome).toSatisfy((value) => value instanceof Refused || operationSchema.safeParse(value).success);
  }), { numRuns: 500 });
});

test('a login is the manifest\'s text for the port; one of the plugin\'s own never gets through', () => {
  expect(resolveRequest({ op: 'tcp.exchange', port: 3493, login: true }, plugin).operation).toMatchObject({ login: 'PASSWORD {password}\n' });
  expect(resolveRequest({ op: 'tcp.exchange', port: 3493, login: false }, plugin).operation).not.toHaveProperty('login');
  expect(resolveRequest({ op: 'tcp.exchange', port: 23 }, plugin).operation).not.toHaveProperty('login');
  expect(() => resolveRequest({ op: 'tcp.exchange', port: 23, login: true }, plugin)).toThrow('no login for port 23');
  expect(() => resolveRequest({ op: 'tcp.exchange', port: 3493, login: 'SET {password}\n' }, plugin)).toThrow('malformed');
});
