import { mayAt, requireRole, roleMissing, siteNode, wholeOrganization, type Rights, type Role } from '../../access/index.ts';
import type { HostServices } from '../host-services.ts';
import { inSight, type Sees } from '../sight/index.ts';
import type { Asked, Rule } from './rule.ts';

/** The services for a request, as much of them as its caller may use; throws JF8407 when the rule says no. */
export async function allowed(rule: Rule, rights: Rights, asked: Asked, all: HostServices): Promise<HostServices> {
  if (rule === 'anyone') return all;
  if (rule === 'caller' || rule === 'session' || rule === 'fresh') return inSight(all, sight(rights, 'viewer'));
  const { role, at } = rule;
  if (at === 'organization') {
    requireRole(rights, role, wholeOrganization);
    return all;
  }
  const sees = sight(rights, role);
  const narrowed = inSight(all, sees);
  if (at === 'seen') {
    const anywhere = sees(null) || [...all.configuration.current.sites.keys()].some(sees);
    if (!anywhere) throw roleMissing(`this takes the role ${role} at some place; none is held`);
    return narrowed;
  }
  const seen = inSight(all, sight(rights, 'viewer'));
  for (const site of await at(asked, seen, all)) {
    // Where else a change reaches is not told by its refusal.
    if (site !== null && !mayAt(rights, 'viewer', site)) throw roleMissing(`this takes the role ${role} at every site that it touches; some are out of sight`);
    requireRole(rights, role, site === null ? wholeOrganization : siteNode(site));
  }
  return narrowed;
}

/** What a role lets see, looked up once for each site: a list asks for thousands of devices. */
function sight(rights: Rights, role: Role): Sees {
  const known = new Map<string | null, boolean>();
  return (site) => {
    const before = known.get(site);
    if (before !== undefined) return before;
    const may = mayAt(rights, role, site);
    known.set(site, may);
    return may;
  };
}
