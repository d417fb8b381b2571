import { AuthFailed, NotReady, SettingsInvalid, Unsupported, type SshOutput, type SshReader } from '@jackfield/sdk';
import type { RepositorySettings } from '../../settings.ts';

/** The output of a repository has a line a snapshot of up to a few hundred bytes: this is for ten thousand and more. */
const mostBytes = 16 * 1_024 * 1_024;

// Exit codes of restic's manual, "Scripting": an unknown one is a failure.
const noRepository = 10;
const locked = 11;
const wrongPassword = 12;
// The shell's own: the command was not found.
const notFound = 127;

/** The last line that restic said for people; newer versions say it as JSON. */
function complaintOf({ stderr, stdout }: SshOutput): string {
  const line = (stderr.trim() || stdout.trim()).split('\n').at(-1) ?? '';
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  return (message ?? line).slice(0, 300);
}

/** Twenty locks, of which each takes restic seconds. */
const locksMs = 60_000;

/** `restic snapshots` of a repository, as JSON. */
export async function resticSnapshots(ssh: SshReader, repository: RepositorySettings): Promise<string> {
  const values = { repository: repository.path, passwordFile: passwordFileOf(repository) };
  return said(`restic snapshots of ${repository.path}`, await ssh.exec('snapshots', values, { maxBytes: mostBytes }));
}

/** What scripts/restic.sh tells of the locks of a repository. */
export async function resticLocks(ssh: SshReader, repository: RepositorySettings): Promise<string> {
  return said(`restic locks of ${repository.path}`, await ssh.script('restic', [repository.path, passwordFileOf(repository)], { maxBytes: mostBytes, timeoutMs: locksMs }));
}

function passwordFileOf({ path, passwordFile }: RepositorySettings): string {
  if (passwordFile === undefined) throw new SettingsInvalid(`${path}: no "passwordFile"`, { hint: 'Name the file on the appliance that holds the password.' });
  return passwordFile;
}

/** The output of a command that went well; else an outcome that says what is wrong. */
function said(what: string, output: SshOutput): string {
  const complaint = complaintOf(output);
  switch (output.code) {
    case 0:
      if (output.truncated) throw new Unsupported(`${what}: more than ${mostBytes} bytes`);
      return output.stdout;
    case noRepository:
      throw new Unsupported(`${what}: there is no repository`, { hint: 'Mend the path in the settings, or run "restic init" on the appliance.' });
    case locked:
      throw new NotReady(`${what}: the repository is locked`, { hint: 'A prune may be running; see the check "locks".' });
    case wrongPassword:
      throw new AuthFailed(`${what}: the password file does not open it`, { hint: 'Mend "passwordFile" in the settings.' });
    case notFound:
      throw new Unsupported(`${what}: restic is not installed`, { hint: 'Install restic on the appliance.' });
    default:
      // Before version 0.17 everything was status 1: its words are all there is.
      if (/wrong password|no key found/i.test(complaint)) throw new AuthFailed(`${what}: ${complaint}`, { hint: 'Mend "passwordFile" in the settings.' });
      if (/does not exist|no such file|unable to open config/i.test(complaint)) throw new Unsupported(`${what}: ${complaint}`, { hint: 'Mend the path in the settings.' });
      throw new NotReady(`${what} ended with ${output.code ?? output.signal ?? 'nothing'}: ${complaint}`);
  }
}
