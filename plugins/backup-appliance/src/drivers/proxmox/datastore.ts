import type { RepositorySettings } from '../../settings.ts';

/** Where a repository lies: no datastore has a slash in its name, so that what follows one is a namespace. */
export interface Place {
  readonly datastore: string;
  /** Empty: the root. */
  readonly namespace: string;
}

export function placeOf({ path }: Pick<RepositorySettings, 'path'>): Place {
  const [datastore = '', ...namespace] = path.split('/');
  return { datastore, namespace: namespace.join('/') };
}
