import { NotReady, Unsupported, type SshOutput, type SshReader } from '@jackfield/sdk';
import { fieldsOf, isList, type Fields } from '../reading.ts';
import { frr } from '../drivers/frr.ts';

/** Statuses of env: there is no such program, or none that may be run. */
const absent = new Set([126, 127]);
const mostBytes = 16 * 1_024 * 1_024;

export type Question = 'frrVersion' | 'frrDaemons' | 'frrConfiguration' | 'frrInterfaces' | 'frrBgp' | 'frrOspf';

export const isAbsent = ({ code }: SshOutput): boolean => code !== null && absent.has(code);

/** What vtysh says; null where there is none. */
export async function ask(ssh: SshReader, question: Question): Promise<string | null> {
  const output = await ssh.exec(question, {}, { maxBytes: mostBytes });
  if (isAbsent(output)) return null;
  const { code, stdout, stderr, truncated } = output;
  if (frr.nobodyHome.test(stdout) || frr.nobodyHome.test(stderr)) {
    throw new NotReady('vtysh reaches no daemon of FRRouting', { hint: 'FRRouting does not run, or the login is neither root nor in the group frrvty.' });
  }
  if (truncated) throw new NotReady('the answer of vtysh was cut off', { hint: `It is longer than ${mostBytes} bytes.` });
  // Why not, it says beside.
  return code === 0 ? stdout : stdout + stderr;
}

/** As `ask`, on a machine that is known to run FRRouting. */
export async function told(ssh: SshReader, question: Question): Promise<string> {
  const said = await ask(ssh, question);
  if (said === null) throw new Unsupported('there is no vtysh on the machine');
  return said;
}

/** The JSON object that a daemon tells; null when that daemon does not run. */
export async function toldJson(ssh: SshReader, question: Question): Promise<Fields | null> {
  const said = await told(ssh, question);
  if (frr.notRunning.test(said)) return null;
  const found = jsonOf(said);
  if (typeof found !== 'object' || found === null || isList(found)) throw new Unsupported(`vtysh answers ${question} by ${JSON.stringify(said.slice(0, 80))}`);
  return fieldsOf(found);
}

/** A daemon may say a line before its JSON. */
function jsonOf(said: string): unknown {
  try {
    return JSON.parse(said.slice(Math.max(0, said.indexOf('{'))));
  } catch {
    return undefined;
  }
}
