import type { Operation } from '../../transports/index.ts';
import type { Permissions } from '@jackfield/sdk/manifest';
import { pathMatches } from './path-pattern.ts';

/** What the request named, where the operation itself no longer says: the command or script of the manifest. */
export interface NamedRequest {
  readonly operation: Operation;
  readonly command?: string;
  readonly script?: string;
  /** Of `ssh.writeFile`: the command that validates. */
  readonly validate?: string;
}

/** The entry of that name and no other: names come from plugins, `__proto__` among them. */
export function entryOf<Entry>(entries: { readonly [name: string]: Entry } | undefined, name: string | undefined): Entry | undefined {
  return entries !== undefined && name !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** Whether an operation changes something on the device. Commands and scripts are what their entry's phase says. */
export function writes({ operation, command, script }: NamedRequest, permissions: Permissions): boolean {
  switch (operation.op) {
    case 'snmp.set':
    case 'ssh.writeFile':
    case 'ssh.removeFile':
    case 'ami.write':
    case 'http.send':
      return true;
    case 'ssh.exec':
      return entryOf(permissions.ssh?.commands, command)?.phase !== 'read';
    case 'ssh.script':
      return entryOf(permissions.ssh?.scripts, script)?.phase !== 'read';
    case 'tcp.exchange':
      // Whoever is logged in may change what others may only ask for.
      if (operation.login !== undefined && permissions.tcp?.logins?.[operation.port]?.phase !== 'read') return true;
      // Nothing can be known of bytes sent by a protocol of the plugin's own.
      return operation.send !== undefined && permissions.tcp?.sends !== 'read';
    default:
      return false;
  }
}

/** Whether a grant lets a plugin write anything at all. */
export function grantsWriting(grant: 'read' | 'write' | Permissions): boolean {
  if (typeof grant === 'string') return grant === 'write';
  const { snmp, ssh, ami, http, tcp } = grant;
  const lists = [snmp?.write, ssh?.files.write, ami?.write, http?.write];
  const entries = [...Object.values(ssh?.commands ?? {}), ...Object.values(ssh?.scripts ?? {})];
  return lists.some((list) => (list ?? []).length > 0) || entries.some(({ phase }) => phase === 'write') || (tcp !== undefined && tcp.sends === 'write');
}

function under(oid: string, subtree: string): boolean {
  const root = subtree.replace(/\.$/, '');
  return oid === root || oid.startsWith(`${root}.`);
}

const anyPath = (patterns: readonly string[] | undefined, path: string): boolean => patterns?.some((pattern) => pathMatches(pattern, path)) ?? false;

/** Null when the permissions name the operation, else why they do not, in words for the operator. */
export function missingPermission({ operation, command, script, validate }: NamedRequest, permissions: Permissions): string | null {
  const { snmp, ssh, ami, icmp, http, tcp, sip } = permissions;
  switch (operation.op) {
    case 'snmp.get':
    case 'snmp.getNext':
    case 'snmp.getBulk':
    case 'snmp.walk':
    case 'snmp.table':
    case 'snmp.traps':
      return snmp?.read === true ? null : 'snmp.read';
    case 'snmp.set': {
      const stray = operation.varbinds.find(([oid]) => !(snmp?.write ?? []).some((subtree) => under(oid, subtree)));
      return stray === undefined ? null : `snmp.write for ${stray[0]}`;
    }
    case 'ssh.exec':
      return entryOf(ssh?.commands, command) === undefined ? `ssh.commands.${command ?? ''}` : null;
    case 'ssh.script':
      return entryOf(ssh?.scripts, script) === undefined ? `ssh.scripts.${script ?? ''}` : null;
    case 'ssh.readFile':
      return anyPath(ssh?.files.read, operation.path) ? null : `ssh.files.read for ${operation.path}`;
    case 'ssh.writeFile':
      if (!anyPath(ssh?.files.write, operation.path)) return `ssh.files.write for ${operation.path}`;
      return validate === undefined || entryOf(ssh?.commands, validate) !== undefined ? null : `ssh.commands.${validate}`;
    case 'ssh.removeFile':
      return anyPath(ssh?.files.write, operation.path) ? null : `ssh.files.write for ${operation.path}`;
    case 'ami.action':
    case 'ami.list':
      return ami?.read.includes(operation.action) ? null : `ami.read for ${operation.action}`;
    case 'ami.write':
      return ami?.write.includes(operation.action) ? null : `ami.write for ${operation.action}`;
    case 'ami.call':
      return ami?.call === true ? null : 'ami.call';
    case 'ami.events': {
      const stray = operation.names.find((name) => !(ami?.events ?? []).includes(name));
      return stray === undefined ? null : `ami.events for ${stray}`;
    }
    case 'sip.options':
      return sip === true ? null : 'sip';
    case 'icmp.ping':
      return icmp === true ? null : 'icmp';
    case 'http.get':
      return anyPath(http?.read, operation.path) ? null : `http.read for ${operation.path}`;
    case 'http.send':
      return anyPath(http?.write, operation.path) ? null : `http.write for ${operation.path}`;
    case 'tcp.exchange':
      if (tcp?.ports.includes(operation.port) !== true) return `tcp.ports for ${operation.port}`;
      return operation.login === undefined || tcp.logins?.[operation.port]?.lines === operation.login ? null : `tcp.logins for ${operation.port}`;
    default:
      return 'an operation that only the host asks';
  }
}
