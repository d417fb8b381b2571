import { AuthFailed, Refused, Unreachable, Unsupported, type Tcp } from '@jackfield/sdk';

const port = 4000;

/** The lines that came. `QUIT` ends each conversation: the appliance hangs up then, and nobody waits for silence. */
async function converse(tcp: Tcp, command: string, login = false): Promise<readonly string[]> {
  const bytes = await tcp.exchange(port, { ...(login ? { login } : {}), send: Buffer.from(`${command}\nQUIT\n`) });
  const lines = Buffer.from(bytes).toString('latin1').split('\n').map((line) => line.trim());
  // What follows the last line end is the beginning of a line, not one.
  lines.pop();
  if (lines.length === 0) throw new Unreachable(`${command} was not answered`);
  return lines;
}

function unexpected(command: string, line: string | undefined): Unsupported {
  return new Unsupported(`${command} was answered by ${JSON.stringify((line ?? '').slice(0, 60))}`);
}

/** Asks for a list: `LIST name` is answered by `name value` lines and `END`. */
export async function list(tcp: Tcp, name: 'facts' | 'readings' | 'thresholds'): Promise<ReadonlyMap<string, string>> {
  const command = `LIST ${name}`;
  const lines = await converse(tcp, command);
  const end = lines.indexOf('END');
  if (end === -1) throw unexpected(command, lines[0]);
  const rows = lines.slice(0, end).flatMap((line) => {
    const [, key, value] = /^([A-Za-z]+) (\S{1,100})$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return new Map(rows);
}

/** Sets a threshold, logged in by the manifest's `logins`: the answers to its two lines come first. */
export async function set(tcp: Tcp, name: string, value: number): Promise<void> {
  const command = `SET ${name} ${value}`;
  const [user, password, answer] = await converse(tcp, command, true);
  if (user?.startsWith('DENIED') || password?.startsWith('DENIED')) throw new AuthFailed('the appliance refuses the login');
  if (answer?.startsWith('REFUSED')) throw new Refused(`the appliance does not take ${value} for ${name}`);
  if (answer !== 'OK') throw unexpected(command, answer);
}
