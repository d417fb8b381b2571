import { mayAt, nodeMeant, nodeText, requireRole, roleMissing, siteNode, wholeOrganization, type Rights, type Role, type TreeNode } from '../../access/index.ts';
import { fileNotEditable, type Configuration, type ConfigurationFile, type EditLayer, type FileKind, type Scope } from '../../sites/index.ts';
import { badRequest } from '../errors.ts';

/**
 * What reading and writing a file takes. References of credentials.yaml lead to files and the environment of the host, the daemon's
 * file and the trust in publishers to code that it runs: these are an admin's.
 */
const roles: { readonly [kind in FileKind]: { readonly read: Role; readonly write: Role | null } } = {
  site: { read: 'operator', write: 'manager' }, organization: { read: 'operator', write: 'manager' }, plugins: { read: 'operator', write: null },
  credentials: { read: 'manager', write: 'admin' }, daemon: { read: 'admin', write: 'admin' }, trust: { read: 'admin', write: 'admin' },
};

const placeOf = ({ site }: ConfigurationFile): TreeNode => (site === null ? wholeOrganization : siteNode(site));

export function mayRead(rights: Rights, file: ConfigurationFile): boolean {
  return mayAt(rights, roles[file.kind].read, file.site);
}

export function mayWrite(rights: Rights, file: ConfigurationFile): boolean {
  const { write } = roles[file.kind];
  return write !== null && mayAt(rights, write, file.site);
}

export function requireReader(rights: Rights, file: ConfigurationFile): void {
  requireRole(rights, roles[file.kind].read, placeOf(file));
}

export function requireWriter(rights: Rights, file: ConfigurationFile): void {
  const { write } = roles[file.kind];
  if (write === null) throw fileNotEditable(`${file.file} is written by jackfield itself`, { hint: 'Install and remove plugins with "jackfield plugin".' });
  requireRole(rights, write, placeOf(file));
}

/** A layer of the cascade by name: a place as people name it, `policy`, or a device of a site. */
export function layerMeant(at: string, device: string | undefined, tree: Pick<Configuration, 'organization' | 'sites'>): EditLayer {
  const layer: EditLayer = at === 'policy' ? { level: 'policy' } : scopeOfNode(nodeMeant(at, tree));
  if (device === undefined) return layer;
  if (layer.level !== 'site') throw badRequest(`${at} is no site: a device is named with its site`);
  return { level: 'device', site: layer.site, device };
}

export function scopeOfNode(node: TreeNode): Exclude<Scope, { level: 'device' }> {
  switch (node.level) {
    case 'organization':
      return { level: 'organization' };
    case 'region':
      return { level: 'region', region: node.id };
    case 'district':
      return { level: 'district', district: node.id };
    case 'site':
      return { level: 'site', site: node.id };
  }
}

export function nodeOfLayer(layer: EditLayer): TreeNode {
  switch (layer.level) {
    case 'organization':
    case 'policy':
      return wholeOrganization;
    case 'region':
      return { level: 'region', id: layer.region };
    case 'district':
      return { level: 'district', id: layer.district };
    default:
      return siteNode(layer.site);
  }
}

/** As people write it: `organization`, `policy`, `site:leeds`, `leeds-core-1 of site:leeds`. */
export function layerText(layer: EditLayer): string {
  if (layer.level === 'policy') return 'policy';
  return layer.level === 'device' ? `${layer.device} of site:${layer.site}` : nodeText(nodeOfLayer(layer));
}

/** Refuses who is told to manage a part and would decide about more: a site's networks say how far plugins reach, its district who rules it. */
export function requireSameReach(rights: Rights, site: string, before: unknown, after: unknown): void {
  const reach = (value: unknown): string => JSON.stringify(['site', 'district', 'networks'].map((key): unknown => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined)));
  if (reach(before) !== reach(after) && !mayAt(rights, 'manager', null)) throw roleMissing(`the networks and the district of ${site} are decided by managers of all of the organization`);
}
