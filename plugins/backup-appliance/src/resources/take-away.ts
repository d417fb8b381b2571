import { NotReady, Refused, SettingsInvalid, Unsupported, type WritingContext } from '@jackfield/sdk';
import type { RepositorySettings, Settings } from '../settings.ts';

const notFound = 127;
/** Of restic since 0.17; earlier versions and Borg say it in words. */
const locked = 11;

/** The repository of which something is to be deleted: one that restic or Borg on the appliance itself can open. */
export function deletableIn({ repositories }: Settings, path: string): RepositorySettings {
  const known = repositories.find((repository) => repository.path === path);
  if (known === undefined) throw new SettingsInvalid(`${path} is no repository of this appliance`, { hint: 'Name it under "repositories" in the settings, with its password file.' });
  if ((known.product !== 'restic' && known.product !== 'borg') || known.passwordFile === undefined) throw new SettingsInvalid(`${path} is not of restic or Borg with a password file: nothing else is deleted from`);
  return known;
}

/** Deletes copies by their names, or all locks. What the repository refuses, as one that only lets copies be added, is `Refused`. */
export async function takeAway({ ssh }: WritingContext<Settings>, what: 'copies' | 'locks', { product, path, passwordFile = '' }: RepositorySettings, names: readonly string[] = []): Promise<void> {
  const { code, stdout, stderr } = await ssh.script('takeAway', [product, what, path, passwordFile, ...names]);
  if (code === 0) return;
  const said = `${path}: ${((stderr.trim() || stdout.trim()).split('\n').at(-1) ?? '').slice(0, 300) || `${product} ended with ${code ?? 'nothing'}`}`;
  if (code === notFound) throw new Unsupported(said);
  if (code === locked || /locked|lock\.exclusive|create lock/i.test(said)) throw new NotReady(said, { hint: 'A job is at work there; see the check "locks".' });
  throw new Refused(said);
}
