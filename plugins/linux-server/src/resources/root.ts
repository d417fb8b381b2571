import { Refused, type SshOutput, type SshReader, type SshWriter } from '@jackfield/sdk';

type ReadingScript = 'state' | 'readFile';
type WritingScript = 'settle' | 'trial' | 'putFile';

/** A script that root runs: a login other than root hands over to the copy of it on the machine, by sudo. */
export async function readAsRoot(ssh: SshReader, script: ReadingScript, args: readonly string[], maxBytes?: number): Promise<SshOutput> {
  return allowed(await ssh.script(script, args, maxBytes === undefined ? {} : { maxBytes }));
}

/** The same for one that changes something. */
export async function writeAsRoot(ssh: SshWriter, script: WritingScript, args: readonly string[]): Promise<SshOutput> {
  return allowed(await ssh.script(script, args));
}

/** Throws where the login is neither root nor may run a script as root: found while a change is planned, not in its middle. */
export async function requireRoot(ssh: SshReader, script: Exclude<WritingScript, 'putFile'>): Promise<void> {
  await readAsRoot(ssh, 'state', ['may', script]);
}

function allowed(output: SshOutput): SshOutput {
  const [, user, copy] = /^jackfield-sudo (\S+) (\S+)$/m.exec(output.stderr) ?? [];
  if (output.code === 77 && user !== undefined && copy !== undefined) {
    throw new Refused(`sudo does not let ${user} run ${copy} without a password`, { hint: `A line of sudoers lets it: ${user} ALL=(root) NOPASSWD: ${copy}` });
  }
  const [, missing] = /^jackfield-copy (\S+)$/m.exec(output.stderr) ?? [];
  if (output.code === 78 && missing !== undefined) {
    throw new Refused(`the login is not root, and the machine has no ${missing} of this version`, { hint: 'Put the scripts of the plugin linux-server there, as its README says, or log in as root.' });
  }
  return output;
}
