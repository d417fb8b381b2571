import { Conflict, NotReady, type SshReader } from '@jackfield/sdk';

/** Throws where somebody has the file open in an editor: what he saves next would undo the push, or the push what he has typed. */
export async function requireUnedited(ssh: SshReader, path: string): Promise<void> {
  const { code, stdout, stderr } = await ssh.script('edited', [path]);
  if (code !== 0) throw new NotReady(`looking who edits ${path} ended with ${code ?? 'a signal'}: ${stderr.trim().slice(-300)}`);
  const [, user, program, pid] = /^(\S+) (\S+) (\d+)$/m.exec(stdout) ?? [];
  if (user === undefined || program === undefined || pid === undefined) return;
  throw new Conflict(`${user} has ${path} open in ${program}${pid === '0' ? '' : ` (process ${pid})`}`, { hint: 'Nothing was changed. Once the editor is closed, plan again; what one that crashed left beside the file can be removed.' });
}
