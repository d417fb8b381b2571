import type { Terminal } from './terminal.ts';

export const passphraseVariable = 'JACKFIELD_KEY_PASSPHRASE';

type Asked = Pick<Terminal, 'askSecret' | 'interactive'>;

/** What a new key is sealed with; null when it stays in the clear, which nobody gets by mistake. */
export async function newPassphrase(terminal: Asked, asked: boolean, environment: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const { passphraseEmpty } = await import('../packages/index.ts');
  const named = environment[passphraseVariable];
  if (named === '') throw passphraseEmpty(`${passphraseVariable} is set and empty`);
  if (named !== undefined) return named;
  if (!asked) return null;
  const typed = await terminal.askSecret('Passphrase: ');
  if (typed === '') throw passphraseEmpty('an empty passphrase seals nothing');
  // A pipe says it once, and is at its end then.
  if (terminal.interactive && (await terminal.askSecret('The same again: ')) !== typed) throw passphraseEmpty('the two differ');
  return typed;
}

/** The passphrase of a key that is there; empty when nobody gives one. */
export async function passphraseOf(terminal: Asked, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  return environment[passphraseVariable] ?? terminal.askSecret('Passphrase: ');
}
