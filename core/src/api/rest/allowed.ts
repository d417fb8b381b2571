import { mayAt, requireRole, roleMissing, siteNode, wholeOrganization, type Rights } from '../../access/index.ts';
import type { HostServices } from '../host-services.ts';
import { inSight } from '../sight/index.ts';
import type { Asked, Rule } from './rule.ts';

/** The services for a request, as much of them as its caller may use; throws JF8407 when the rule says no. */
export async function allowed(rule: Rule, rights: Rights, asked: Asked, all: HostServices): Promise<HostServices> {
  if (rule === 'anyone') return all;
  if (rule === 'caller' || rule === 'session' || rule === 'fresh') return inSight(all, (site) => mayAt(rights, 'viewer', site));
  const { role, at } = rule;
  if (at === 'organization') {
    requireRole(rights, role, wholeOrganization);
    return all;
  }
  const narrowed = inSight(all, (site) => mayAt(rights, role, site));
  if (at === 'seen') {
    const anywhere = mayAt(rights, role, null) || [...all.configuration.current.sites.keys()].some((site) => mayAt(rights, role, site));
    if (!anywhere) throw roleMissing(`this takes the role ${role} at some place; none is held`);
    return narrowed;
  }
  const seen = inSight(all, (site) => mayAt(rights, 'viewer', site));
  for (const site of await at(asked, seen, all)) requireRole(rights, role, site === null ? wholeOrganization : siteNode(site));
  return narrowed;
}
