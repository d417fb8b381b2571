import type { Permissions } from '@jackfield/sdk/manifest';

/** One thing that a manifest asks for, and all else that it asks for. */
export interface PermissionEntry {
  /** Such as `snmp.write 1.3.6.1.2.1.1`. */
  readonly name: string;
  readonly without: Permissions;
}

function listed<Key extends string>(prefix: string, lists: { readonly [key in Key]: readonly (string | number)[] }, rebuild: (key: Key, rest: readonly (string | number)[]) => Permissions, keys: readonly Key[]): PermissionEntry[] {
  return keys.flatMap((key) => lists[key].map((value) => ({ name: `${prefix}.${key} ${value}`, without: rebuild(key, lists[key].filter((other) => other !== value)) })));
}

function without<Value>(record: { readonly [name: string]: Value }, name: string): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== name));
}

const strings = (values: readonly (string | number)[]): string[] => values.map(String);

/** Every single permission, taken apart. */
export function permissionEntries(all: Permissions): readonly PermissionEntry[] {
  const { snmp, ssh, ami, icmp, http, tcp, sip } = all;
  return [
    ...(snmp?.read === true ? [{ name: 'snmp.read', without: { ...all, snmp: { ...snmp, read: false } } }] : []),
    ...(snmp === undefined ? [] : listed('snmp', snmp, (key, rest) => ({ ...all, snmp: { ...snmp, [key]: strings(rest) } }), ['write'])),
    ...(ssh === undefined
      ? []
      : [
          ...Object.keys(ssh.commands).map((name) => ({ name: `ssh.commands ${name}`, without: { ...all, ssh: { ...ssh, commands: without(ssh.commands, name) } } })),
          ...Object.keys(ssh.scripts).map((name) => ({ name: `ssh.scripts ${name}`, without: { ...all, ssh: { ...ssh, scripts: without(ssh.scripts, name) } } })),
          ...listed('ssh.files', ssh.files, (key, rest) => ({ ...all, ssh: { ...ssh, files: { ...ssh.files, [key]: strings(rest) } } }), ['read', 'write']),
        ]),
    ...(ami === undefined ? [] : listed('ami', ami, (key, rest) => ({ ...all, ami: { ...ami, [key]: strings(rest) } }), ['read', 'write', 'events'])),
    ...(ami?.call === true ? [{ name: 'ami.call', without: { ...all, ami: { ...ami, call: false } } }] : []),
    ...(icmp === true ? [{ name: 'icmp', without: { ...all, icmp: false } }] : []),
    ...(sip === true ? [{ name: 'sip', without: { ...all, sip: false } }] : []),
    ...(http === undefined ? [] : listed('http', http, (key, rest) => ({ ...all, http: { ...http, [key]: strings(rest) } }), ['read', 'write'])),
    ...(tcp === undefined ? [] : tcp.ports.map((port) => ({ name: `tcp.ports ${port}`, without: { ...all, tcp: { ...tcp, ports: tcp.ports.filter((other) => other !== port) } } }))),
    ...(tcp?.logins === undefined ? [] : Object.keys(tcp.logins).map((port) => ({ name: `tcp.logins ${port}`, without: { ...all, tcp: { ...tcp, logins: without(tcp.logins ?? {}, port) } } }))),
  ];
}
