import { OutcomeError } from '@jackfield/sdk';
import { outcomeHint } from '../errors/index.ts';
import type { Target, Transports } from '../transports/index.ts';
import { deviceDown } from './errors.ts';

/** The way to a device that only jump hosts reach. */
export interface Way {
  readonly target: Target;
  /** As `address:port`, the nearest to this host first. */
  readonly hops: readonly string[];
}

/** Why the checks of a device do not run, as each of them says. */
export interface Hindrance {
  readonly code: string;
  readonly summary: string;
  readonly hint: string;
}

export const silent = (name: string): Hindrance => ({ code: deviceDown.kind.code, summary: `${name} does not answer`, hint: deviceDown.kind.hint });

/** A jump host that lets nothing through: what lies behind it cannot be judged. */
export interface ClosedHop extends Hindrance {
  readonly hop: string;
}

/** `unclear`: the time was over before anything was known · `barred`: why the last jump host, which is well, lets nobody through to this device. */
export type Look = 'answers' | 'silent' | 'unclear' | { readonly barred: string } | ClosedHop;

/** For the last step of a look, past the times that connections may take. */
const grace = 1_000;

/** Whether the device's SSH server greets through its jump hosts. Nobody logs in there, so that a refused login is an answer too. */
export async function lookAlong(transports: Pick<Transports, 'perform'>, { target, hops }: Way, signal: AbortSignal): Promise<Look> {
  const timeoutMs = (hops.length + 1) * target.settings.ssh.connectTimeoutMs + grace;
  try {
    const greeting: unknown = JSON.parse(await transports.perform({ target, operation: { op: 'fingerprint.ssh' }, timeoutMs }, signal));
    return greeting === null ? 'silent' : 'answers';
  } catch (error) {
    if (!(error instanceof OutcomeError)) return 'unclear';
    const { hop, to, reason } = error.data;
    if (typeof hop !== 'string' || typeof reason !== 'string') return 'unclear';
    return to === `${target.address}:${target.settings.ssh.port}` ? { barred: reason } : { hop, code: error.code, summary: reason, hint: outcomeHint(error) };
  }
}
