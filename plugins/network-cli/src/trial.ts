import { Conflict, contentHash, NotReady, Refused, type ApplyContext, type JsonObject, type ReadingContext, type SshWriter, type WritingContext } from '@jackfield/sdk';
import type { Settings } from './settings.ts';

/** Statuses of the script. */
const status = { refused: 65, onTrialAlready: 75, noTrial: 76, locked: 79 } as const;

/** What the script changes: lines of FRRouting, or arguments of ovs-vsctl. */
export type Kind = 'frr' | 'ovs';

/** How a piece of configuration is read, and what is typed to come from one state of it to another. */
export interface Typed<State extends JsonObject, Key extends object> {
  readonly kind: Kind;
  /** What the piece is called in messages; tells its trials from all others. */
  name(key: Key): string;
  read(context: ReadingContext<Settings>, key: Key): Promise<State>;
  /** Nothing where the states are the same. */
  lines(from: State, to: State, key: Key): readonly string[];
  /** Throws what must not be done to the device, just before it is done. */
  guard?(context: ReadingContext<Settings>, to: State, key: Key): Promise<void>;
}

async function trial(ssh: SshWriter, args: readonly string[], allowed: readonly number[] = []): Promise<number> {
  const { code, stderr, stdout } = await ssh.script('trial', args);
  if (code === 0 || (code !== null && allowed.includes(code))) return code;
  const said = (stderr || stdout).trim().slice(-400);
  if (code === status.refused) throw new Refused(`the device refuses the change: ${said}`, { hint: 'Nothing is changed.' });
  if (code === status.locked) throw new Conflict(`somebody has the configuration locked: ${said}`, { hint: 'Nothing is changed. Plan again when the other session has left its configuration mode.' });
  throw new NotReady(`${args[0] ?? ''} of a trial ended with ${code ?? 'a signal'}: ${said}`, { hint: 'What is changed is taken back by the machine itself.' });
}

/**
 * Pushes in one go by the packaged script, on trial until confirmed: the machine itself takes back what is not, whatever becomes
 * of host and line.
 */
export function onTrial<State extends JsonObject, Key extends object>(typed: Typed<State, Key>) {
  const id = (key: Key): string => contentHash(Buffer.from(`${typed.kind} ${typed.name(key)}`)).slice(0, 16);
  const isSame = (one: State, other: State, key: Key): boolean => typed.lines(one, other, key).length === 0;

  async function change(context: ApplyContext<Settings>, from: State, to: State, key: Key): Promise<void> {
    const { ssh, trialMs = 0 } = context;
    const [forward, back] = [typed.lines(from, to, key), typed.lines(to, from, key)].map((lines) => lines.join('\n'));
    const ended = await trial(ssh, ['run', typed.kind, id(key), String(Math.ceil(trialMs / 1_000)), forward ?? '', back ?? ''], [status.onTrialAlready]);
    if (ended === status.onTrialAlready) throw new Conflict(`${typed.name(key)} is on trial already`, { hint: 'Another change has it; wait until it is confirmed or taken back.' });
  }

  return {
    read: (context: ReadingContext<Settings>, key: Key): Promise<State> => typed.read(context, key),
    async apply(context: ApplyContext<Settings>, wanted: State, current: State, key: Key): Promise<void> {
      const now = await typed.read(context, key);
      if (isSame(now, wanted, key)) return;
      if (!isSame(now, current, key)) throw new Conflict(`${typed.name(key)} is not as it was when read`, { hint: 'Somebody else changed it: plan again.' });
      await typed.guard?.(context, wanted, key);
      await change(context, now, wanted, key);
    },
    async confirm(context: WritingContext<Settings>, wanted: State, key: Key): Promise<void> {
      const ended = await trial(context.ssh, ['confirm', typed.kind, id(key)], [status.noTrial]);
      if (ended !== status.noTrial) return;
      if (!isSame(await typed.read(context, key), wanted, key)) throw new Conflict(`${typed.name(key)} was put back by the machine itself: it was not confirmed in time`);
      // It was confirmed before, and whether that came to its end nobody heard.
      await trial(context.ssh, ['save', typed.kind]);
    },
    async restore(context: ApplyContext<Settings>, state: State, key: Key): Promise<void> {
      await trial(context.ssh, ['back', id(key)], [status.noTrial]);
      const now = await typed.read(context, key);
      if (!isSame(now, state, key)) await change(context, now, state, key);
    },
  };
}
