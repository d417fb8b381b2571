import { AuthFailed, NotReady, SettingsInvalid, Unsupported, type SshReader } from '@jackfield/sdk';
import type { RepositorySettings } from '../../settings.ts';

const mostBytes = 16 * 1_024 * 1_024;
const notFound = 127;

/**
 * Runs a verb of `scripts/borg.sh`. Borg's own statuses (its manual, "Return codes"): 0 well, 1 with warnings, 2 an error; only
 * its words tell which.
 */
export async function borg(ssh: SshReader, verb: string, { path, passwordFile }: RepositorySettings): Promise<string> {
  if (passwordFile === undefined) throw new SettingsInvalid(`${path}: no "passwordFile"`, { hint: 'Name the file on the appliance that holds the passphrase.' });
  const { code, signal, stdout, stderr, truncated } = await ssh.script('borg', [verb, path, passwordFile], { maxBytes: mostBytes });
  const what = `borg ${verb} of ${path}`;
  if (code === 0 || code === 1) {
    if (truncated) throw new Unsupported(`${what}: more than ${mostBytes} bytes`);
    return stdout;
  }
  const said = (stderr.trim().split('\n').at(-1) ?? '').slice(0, 300);
  if (code === notFound) throw new Unsupported(`${what}: Borg is not installed`, { hint: 'Install borgbackup on the appliance.' });
  if (/passphrase supplied|passcommand/i.test(stderr)) throw new AuthFailed(`${what}: ${said}`, { hint: 'Mend "passwordFile" in the settings.' });
  if (/does not exist|not a valid repository|can't cd|no such file/i.test(stderr)) throw new Unsupported(`${what}: ${said}`, { hint: 'Mend the path in the settings, or run "borg init" on the appliance.' });
  throw new NotReady(`${what} ended with ${code ?? signal ?? 'nothing'}: ${said}`);
}
