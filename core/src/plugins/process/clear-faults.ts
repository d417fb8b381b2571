import { isSecretName, namedSecretKeys, replaceSecrets } from '@jackfield/sdk/secrets';
import { JackfieldError } from '../../errors/index.ts';
import type { Transports } from '../../transports/index.ts';

const redacted = '[redacted]';

/** What an honest runtime sends of a text. Looking for secrets takes its time, on the thread that keeps every schedule. */
const mostText = 8_192;
const mostDepth = 32;

/** Cut between two words: half of a secret is not known as one. */
function bounded(text: string): string {
  return text.length <= mostText ? text : `${text.slice(0, Math.max(0, text.lastIndexOf(' ', mostText)))}…`;
}

/** What a plugin says without what looks like a secret, and not without end; a text that cannot be cleared is not told at all. */
export function clearText(text: string): string {
  try {
    return replaceSecrets(bounded(text), () => redacted);
  } catch {
    return redacted;
  }
}

/** The same for plain data, deep: by the names of its values too. What is too much of it is left out. */
export function clearData(data: unknown): unknown {
  let left = mostText;
  const clear = (value: unknown, key: string, depth: number): unknown => {
    left -= typeof value === 'string' ? value.length + 1 : 1;
    if (left < 0 || depth > mostDepth) return '…';
    if (typeof value === 'string') return isSecretName(key) && value !== '' ? redacted : clearText(value);
    if (Array.isArray(value)) return value.map((part: unknown) => clear(part, key, depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    const named = namedSecretKeys({ ...value });
    return Object.fromEntries(Object.entries(value).map(([name, part]: [string, unknown]) => [name, clear(part, named.includes(name) ? 'password' : name, depth + 1)]));
  };
  return clear(data, '', 0);
}

interface Told {
  readonly owner: Error;
  readonly name: 'message' | 'hint' | 'stack';
  readonly text: string;
}

const mostCauses = 5;

function toldBy(error: Error, depth = 0): readonly Told[] {
  const own = (['message', 'hint', 'stack'] as const).flatMap((name): Told[] => {
    const text: unknown = Reflect.get(error, name);
    return typeof text === 'string' && text !== '' ? [{ owner: error, name, text }] : [];
  });
  return error.cause instanceof Error && depth < mostCauses ? [...own, ...toldBy(error.cause, depth + 1)] : own;
}

/** What the host itself could not do has no word of a plugin in it, and may be that nobody can be asked. */
function isOfHost(error: Error): boolean {
  return error instanceof JackfieldError && !error.code.startsWith('JF2');
}

async function redactedByThread(texts: readonly string[], transports: Pick<Transports, 'redact'>): Promise<readonly string[]> {
  try {
    return await transports.redact(texts);
  } catch {
    // Without the thread there is still what looks like one.
    return texts;
  }
}

/**
 * Takes secrets out of the words of an error that a plugin caused, before anybody keeps or shows it: what is known where
 * the credentials are, in the transport thread, and what looks like one. It stays the same error.
 */
export async function clearFault(error: unknown, transports: Pick<Transports, 'redact'>): Promise<void> {
  if (!(error instanceof Error) || isOfHost(error)) return;
  const told = toldBy(error);
  const texts = told.map(({ text }) => bounded(text));
  const known = await redactedByThread(texts, transports);
  told.forEach(({ owner, name, text }, at) => {
    const clear = clearText(known[at] ?? bounded(text));
    if (clear !== text) Reflect.set(owner, name, clear);
  });
  if ('data' in error) Reflect.set(error, 'data', clearData(error.data));
}
