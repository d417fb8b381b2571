import { userInfo } from 'node:os';

/** Who runs this process: the name of its user, or the number of one that has no name, as in a container. */
export function currentPerson(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
