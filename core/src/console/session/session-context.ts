import { createContext, use } from 'react';
import type { Schemas } from '../api/index.ts';

export type Role = NonNullable<Schemas['Session']['organization']>;

export const roles: readonly Role[] = ['viewer', 'operator', 'approver', 'manager', 'admin'];

export const SessionContext = createContext<Schemas['Session']>({ person: '', csrf: null, organization: null, sites: [] });

export const usePerson = (): string => use(SessionContext).person;

const reaches = (role: Role | null, wanted: Role): boolean => role !== null && roles.indexOf(role) >= roles.indexOf(wanted);

/** Whether the person has a role: at a site, at any of them (`any`), or for all of the organization (`organization`). What is refused is decided by the host; this only spares a button that it would refuse. */
export function useMay(wanted: Role, at: { readonly site: string } | 'any' | 'organization'): boolean {
  const { organization, sites } = use(SessionContext);
  if (reaches(organization, wanted)) return true;
  if (at === 'organization') return false;
  return sites.some(({ site, role }) => (at === 'any' || site === at.site) && reaches(role, wanted));
}
