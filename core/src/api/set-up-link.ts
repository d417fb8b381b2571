import type { SetUpLink } from '../access/index.ts';

/** Where the page is that takes set-up links. */
export const setUpPath = '/set-up';

/** The address that a person opens. The secret stands behind the #: browsers send that to nobody. */
export function setUpLink(place: string, { secret }: Pick<SetUpLink, 'secret'>, name = ''): string {
  return `${place}${setUpPath}#${new URLSearchParams({ ...(name === '' ? {} : { name }), secret }).toString()}`;
}
