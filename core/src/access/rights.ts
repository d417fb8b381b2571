import { roleMissing } from './errors.ts';
import { higher, lower, suffices, type Role } from './role.ts';
import { around, nodeText, siteNode, wholeOrganization, type Tree, type TreeNode } from './tree-node.ts';

/** A role at a node of the tree, inherited by everything under it. */
export interface Binding {
  readonly role: Role;
  readonly at: TreeNode;
}

/** What somebody may do where. */
export interface Rights {
  /** The highest role that holds for all of a node; null for none. */
  roleAt(node: TreeNode): Role | null;
}

/** Of the owner of the control socket: who can open it can read the database too. */
export const everything: Rights = { roleAt: () => 'admin' };

export const nothingAtAll: Rights = { roleAt: () => null };

export function rightsOf(bindings: readonly Binding[], tree: Tree): Rights {
  const held = new Map<string, Role | null>();
  for (const { role, at } of bindings) held.set(nodeText(at), higher(role, held.get(nodeText(at)) ?? null));
  return { roleAt: (node) => around(node, tree).reduce<Role | null>((best, one) => higher(best, held.get(nodeText(one)) ?? null), null) };
}

/** What both may: a token never does more than who made it. */
export function both(one: Rights, other: Rights): Rights {
  return { roleAt: (node) => lower(one.roleAt(node), other.roleAt(node)) };
}

/** Whether the role is held at the site; for what belongs to none, in all of the organization. */
export function mayAt(rights: Rights, role: Role, site: string | null): boolean {
  return suffices(rights.roleAt(site === null ? wholeOrganization : siteNode(site)), role);
}

/** Refuses who lacks the role at the node. */
export function requireRole(rights: Rights, role: Role, node: TreeNode): void {
  const has = rights.roleAt(node);
  if (!suffices(has, role)) throw roleMissing(`this takes the role ${role} at ${nodeText(node)}; ${has === null ? 'none is held there' : `${has} is held there`}`);
}
