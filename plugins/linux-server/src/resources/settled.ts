import { Conflict, NotReady, Unsupported, type SshReader, type SshWriter } from '@jackfield/sdk';
import { readAsRoot, writeAsRoot } from './root.ts';

/** What `scripts/state.sh` and `scripts/settle.sh` speak of. */
export type Kind = 'package' | 'unit' | 'sysctl' | 'user' | 'hostname' | 'timer';

/** Fields by name; one that is told several times has several values. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** Status of the script where nothing on the machine could tell. */
const nothingTells = 69;

/** What the machine has now. One round trip. */
export async function readFields(ssh: SshReader, kind: Kind, name: string): Promise<Fields> {
  const { code, stdout, stderr } = await readAsRoot(ssh, 'state', [kind, name]);
  if (code === nothingTells) throw new Unsupported(`nothing on the machine manages a ${kind}`, { hint: 'Packages need apt, dnf, zypper or apk; units systemd or OpenRC.' });
  if (code !== 0) throw new NotReady(`reading ${kind} ${name} ended with ${code ?? 'a signal'}: ${stderr.trim().slice(-300)}`);
  const fields = new Map<string, string[]>();
  for (const line of stdout.split(/\r?\n/)) {
    const at = line.indexOf('=');
    if (at > 0) fields.set(line.slice(0, at), [...(fields.get(line.slice(0, at)) ?? []), line.slice(at + 1)]);
  }
  return fields;
}

/** The value of a field that the script always tells. */
export function field(fields: Fields, name: string): string {
  const [value] = fields.get(name) ?? [];
  if (value === undefined) throw new NotReady(`the machine did not tell ${name}`, { hint: 'Its answer was cut off, or is not that of the packaged script.' });
  return value;
}

/** What package managers say, before they have begun, of another one that is at work, and by whom. */
const heldBefore = /(?:Could not get lock |System management is locked by |Unable to lock database|already locked by \d)[^\n]*/;
/** What dpkg and the tools of users say of it, perhaps after a first step. */
const held = /(?:[\w ]* was locked by another process|cannot lock \/etc\/)[^\n]*/;
/** They tell also that they wait, and what to do: no reason why it failed. */
const notice = /^(?:Waiting for |[NW]: |Note: |and the entire system\. |Close this application )/;

/** What kept another one out. The reason is the last that was said, or the line before: some say once more that it failed. */
function holderOf(said: string): { readonly said: string; readonly begun: boolean } | null {
  const reason = said.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !notice.test(line)).slice(-2).join('\n');
  const [before] = heldBefore.exec(reason) ?? [];
  if (before !== undefined) return { said: before, begun: false };
  const [after] = held.exec(reason) ?? [];
  return after === undefined ? null : { said: after, begun: true };
}

/** Makes it so. One round trip; twice is once. */
export async function settle(ssh: SshWriter, kind: Kind, name: string, fields: readonly (readonly [name: string, value: string])[]): Promise<void> {
  const { code, stdout, stderr } = await writeAsRoot(ssh, 'settle', [kind, name, ...fields.map(([field_, value]) => `${field_}=${value}`)]);
  if (code === 0) return;
  const other = holderOf(stderr) ?? holderOf(stdout);
  if (other !== null) {
    throw new Conflict(`somebody else is at work on the ${kind}s of the machine: ${other.said.trim().slice(0, 200)}`, { hint: `${other.begun ? 'A first step may have been done' : 'Nothing was changed'}, and nobody was interrupted. Try again when it has ended.` });
  }
  throw new NotReady(`${kind} ${name} could not be made so, status ${code ?? 'a signal'}: ${(stderr || stdout).trim().slice(-400)}`);
}
