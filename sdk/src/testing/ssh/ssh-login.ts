import { timingSafeEqual } from 'node:crypto';
import ssh2, { type AuthContext } from 'ssh2';

/**
 * A login of the SSH server.
 *
 * @experimental
 * @since 0.1.0
 */
export interface SshUser {
  readonly name: string;
  readonly password?: string | undefined;
  /** As a line of authorized_keys. */
  readonly publicKey?: string | undefined;
  /** Of the files that it makes and may see. Default 0: root. */
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

/** Accepts or rejects; a password may come as such or in answer to a prompt, as network devices ask for it. */
export function logIn(context: AuthContext, users: readonly SshUser[], refusesAll: boolean): void {
  const user = users.find(({ name }) => name === context.username);
  const decide = (isRight: boolean): void => (isRight && !refusesAll ? context.accept() : context.reject(['publickey', 'password', 'keyboard-interactive']));
  if (context.method === 'keyboard-interactive') {
    context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => decide(user?.password !== undefined && answers[0] === user.password));
  } else decide(user !== undefined && accepts(context, user));
}

function accepts(context: AuthContext, user: SshUser): boolean {
  if (context.method === 'password') return user.password !== undefined && context.password === user.password;
  if (context.method !== 'publickey' || user.publicKey === undefined) return false;
  const known = ssh2.utils.parseKey(user.publicKey);
  if (known instanceof Error) throw known;
  const [given, own] = [context.key.data, known.getPublicSSH()];
  if (given.length !== own.length || !timingSafeEqual(given, own)) return false;
  // Without a signature the client only asks whether the key would do.
  return context.signature === undefined || context.blob === undefined || known.verify(context.blob, context.signature, context.hashAlgo) === true;
}
