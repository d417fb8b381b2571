import { createContext, use, useCallback } from 'react';
import type { Schemas } from '../api/index.ts';

export type Role = NonNullable<Schemas['Session']['organization']>;

export const roles: readonly Role[] = ['viewer', 'operator', 'approver', 'manager', 'admin'];

export const SessionContext = createContext<Schemas['Session']>({ person: '', csrf: null, organization: null, sites: [] });

export const usePerson = (): string => use(SessionContext).person;

const reaches = (role: Role | null, wanted: Role): boolean => role !== null && roles.indexOf(role) >= roles.indexOf(wanted);

/** A site, any of those that one sees, or all of the organization. */
export type RoleAt = { readonly site: string } | 'any' | 'organization';

/** Whether the person has a role at a place. What is refused is decided by the host; this only spares a button that it would refuse. */
export function useRights(): (wanted: Role, at: RoleAt) => boolean {
  const { organization, sites } = use(SessionContext);
  return useCallback((wanted, at) => {
    if (reaches(organization, wanted)) return true;
    if (at === 'organization') return false;
    return sites.some(({ site, role }) => (at === 'any' || site === at.site) && reaches(role, wanted));
  }, [organization, sites]);
}

export const useMay = (wanted: Role, at: RoleAt): boolean => useRights()(wanted, at);
