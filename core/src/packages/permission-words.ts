import type { InstalledPlugin } from '../plugins/index.ts';

/** One thing that a plugin may do, in words a manager reads. */
export interface PermissionLine {
  readonly words: string;
  /** It changes something on a device. */
  readonly writes: boolean;
}

export interface PermissionChange {
  readonly added: readonly PermissionLine[];
  readonly removed: readonly PermissionLine[];
  readonly same: readonly PermissionLine[];
}

interface Asking extends Pick<InstalledPlugin, 'scripts'> {
  readonly manifest: Pick<InstalledPlugin['manifest'], 'permissions'>;
}

const reads = (words: string): PermissionLine => ({ words, writes: false });
const changes = (words: string): PermissionLine => ({ words, writes: true });
const ofPhase = (phase: 'read' | 'write', words: string): PermissionLine =>
  phase === 'read' ? reads(`${words}, while reading`) : changes(`${words}, while a change is applied`);

/** All that a plugin asks for. A script is part of the words by its hash: another text is another permission. */
export function permissionLines({ manifest: { permissions }, scripts }: Asking): readonly PermissionLine[] {
  const { snmp, ssh, ami, icmp, http, tcp, sip } = permissions;
  return [
    ...(snmp?.read === true ? [reads('ask devices anything over SNMP')] : []),
    ...(snmp?.write ?? []).map((oid) => changes(`set values below ${oid.replace(/\.$/, '')} over SNMP`)),
    ...Object.entries(ssh?.commands ?? {}).map(([, { argv, cli, phase }]) => ofPhase(phase, cli === true ? `type "${argv.join('", "')}" at the command line over SSH` : `run "${argv.join(' ')}" over SSH`)),
    ...Object.entries(ssh?.scripts ?? {}).map(([name, { file, phase }]) => ofPhase(phase, `run its script ${file} (SHA-256 ${scripts.get(name)?.sha256.slice(0, 12) ?? ''}) over SSH`)),
    ...(ssh?.files.read ?? []).map((path) => reads(`read files ${path} over SSH`)),
    ...(ssh?.files.write ?? []).map((path) => changes(`write and remove files ${path} over SSH`)),
    ...(ami?.read ?? []).map((action) => reads(`ask a PBX for ${action} over AMI`)),
    ...(ami?.write ?? []).map((action) => changes(`let a PBX do ${action} over AMI`)),
    ...(ami?.events ?? []).map((event) => reads(`hear ${event} of a PBX over AMI`)),
    ...(ami?.call === true ? [changes('have a PBX place the test calls that a place names, where plugins.<id>.calls is true: phones ring')] : []),
    ...(icmp === true ? [reads('ping devices')] : []),
    ...(sip === true ? [reads('ask devices, and the peers that a place names, for SIP OPTIONS')] : []),
    ...(http?.read ?? []).map((path) => reads(`get ${path} over HTTP`)),
    ...(http?.write ?? []).map((path) => changes(`change ${path} over HTTP`)),
    ...(tcp?.ports ?? []).map((port) => (tcp?.sends === 'read' ? reads(`ask devices on TCP port ${port}`) : changes(`send anything to TCP port ${port} of devices`))),
    ...Object.entries(tcp?.probes ?? {}).map(([port, probe]) => reads(`have ${JSON.stringify(probe)} sent to TCP port ${port} of every address that discovery looks at`)),
    ...Object.entries(tcp?.logins ?? {}).map(([port, { lines, phase }]) => ofPhase(phase, `log in at TCP port ${port} by ${JSON.stringify(lines)}`)),
  ];
}

/** What the new version may do that the one before may not, and the other way round; all is added when there is none before. */
export function permissionChange(before: Asking | null, after: Asking): PermissionChange {
  const [old, all] = [before === null ? [] : permissionLines(before), permissionLines(after)];
  const has = (lines: readonly PermissionLine[]): ((line: PermissionLine) => boolean) => {
    const words = new Set(lines.map((line) => line.words));
    return (line) => words.has(line.words);
  };
  const [inOld, inNew] = [has(old), has(all)];
  return { added: all.filter((line) => !inOld(line)), removed: old.filter((line) => !inNew(line)), same: all.filter(inOld) };
}
