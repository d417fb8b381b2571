import { deprecations, type Deprecation } from '@jackfield/sdk/manifest';

/** Something deprecated that a plugin uses. */
export interface DeprecationUse {
  readonly code: string;
  /** What is deprecated, since when and until when, and what to do instead. */
  readonly text: string;
}

/** `where` is a key of the manifest; null for what the code of a plugin does. */
export function deprecationUse(code: string, where: string | null, known: readonly Deprecation[] = deprecations): DeprecationUse {
  const deprecation = known.find((one) => one.code === code);
  if (deprecation === undefined) return { code, text: 'deprecated in an SDK that is newer than this host; its notes say what to do instead' };
  const { what, since, removal, instead } = deprecation;
  return { code, text: `${where === null ? '' : `${where}: `}${what}, deprecated since SDK ${since} and gone in ${removal}. ${instead}` };
}
