import type { Permissions } from '@jackfield/sdk/manifest';
import { missingPermission, type NamedRequest } from '../plugins/index.ts';
import type { Finding } from './rule.ts';

/** 1.3.6.1.2.1 and one number more is a whole MIB, 1.3.6.1.4.1 and one more all that a vendor ever made. */
const arcsOfRoot = 7;

const arcs = (oid: string): number => oid.replace(/\.$/, '').split('.').length;
const scalar = /\.0$/;

/** Null while a subtree of OIDs is no wider than what is written in it needs, else what is to be named in its place. */
function narrowerOids(subtree: string, written: readonly string[]): string | null {
  const objects = [...new Set(written.map((oid) => oid.replace(scalar, '')))].toSorted();
  const isScalars = written.every((oid) => scalar.test(oid));
  if (objects.length === 0 || (arcs(subtree) > arcsOfRoot && !isScalars)) return null;
  return objects.every((object) => arcs(object) <= arcs(subtree)) ? null : objects.join(', ');
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** The folder that all paths lie in, however deep. */
function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => folderOf(path).split('/'));
  const end = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return first.slice(0, end < 0 ? first.length : end).join('/');
}

/** Null while a pattern of paths is no wider than what is changed by it needs, else a pattern that would do. */
function narrowerPattern(pattern: string, changed: readonly string[]): string | null {
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  // A file of one name in whatever folder: where it lies is the device's matter.
  if (changed.length === 0 || !pattern.includes('**') || !name.includes('*')) return null;
  const fixed = folderOf(pattern.slice(0, pattern.indexOf('*')));
  const folder = commonFolder(changed);
  const isOneFolder = changed.every((path) => folderOf(path) === folder);
  if (!isOneFolder && folder.length <= fixed.length) return null;
  return isOneFolder ? `${folder}/${name === '**' ? '*' : name}` : `${folder}/**`;
}

function entries(kind: string, list: readonly string[] | undefined, only: (entry: string) => Permissions, requests: readonly NamedRequest[], narrower: (entry: string, used: readonly NamedRequest[]) => string | null): Finding[] {
  return (list ?? []).flatMap((entry) => {
    const used = requests.filter((request) => missingPermission(request, only(entry)) === null);
    const enough = narrower(entry, used);
    return enough === null ? [] : [{ of: `${kind} ${entry}`, message: `is far wider than what is written: ${enough} would do` }];
  });
}

const pathsOf = (requests: readonly NamedRequest[]): string[] => requests.flatMap(({ operation }) => ('path' in operation ? [operation.path] : []));

/** What a manifest asks to write and that a narrower entry would have covered as well. */
export function tooWide({ snmp, ssh, http }: Permissions, requests: readonly NamedRequest[]): readonly Finding[] {
  const sets = requests.filter(({ operation: { op } }) => op === 'snmp.set');
  const files = requests.filter(({ operation: { op } }) => op === 'ssh.writeFile' || op === 'ssh.removeFile');
  const sent = requests.filter(({ operation: { op } }) => op === 'http.send');
  const oids = sets.flatMap(({ operation }) => (operation.op === 'snmp.set' ? operation.varbinds.map(([oid]) => oid) : []));
  const under = (subtree: string): string[] => oids.filter((oid) => `${oid}.`.startsWith(`${subtree.replace(/\.$/, '')}.`));
  return [
    ...entries('snmp.write', snmp?.write, (entry) => ({ snmp: { read: false, write: [entry] } }), sets, (entry) => narrowerOids(entry, under(entry))),
    ...entries('ssh.files.write', ssh?.files.write, (entry) => ({ ssh: { commands: ssh?.commands ?? {}, scripts: {}, files: { read: [], write: [entry] } } }), files, (entry, used) => narrowerPattern(entry, pathsOf(used))),
    ...entries('http.write', http?.write, (entry) => ({ http: { read: [], write: [entry] } }), sent, (entry, used) => narrowerPattern(entry, pathsOf(used))),
  ];
}
