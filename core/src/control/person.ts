import { userInfo } from 'node:os';

/**
 * Who runs this process: the name of its user, or the number of one that has no name, as in a container. Behind sudo it is
 * who called sudo: people who share the daemon's account are people of their own all the same.
 */
export function currentPerson(environment: NodeJS.ProcessEnv = process.env): string {
  const caller = environment['SUDO_USER'];
  if (caller !== undefined && caller !== '') return caller;
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
