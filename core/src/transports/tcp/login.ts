import type { Credential, Credentials } from '../../sites/index.ts';
import { credentialsKindWrong, credentialsNotSet } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { redactKnown } from '../thread/known-secrets.ts';
import type { Target } from '../transports.ts';

export type TcpCredential = Extract<Credential, { kind: 'tcp' }>;

/** What the place has for a port. */
export function credentialOf({ address, site, settings }: Target, port: number, credentials: Credentials): TcpCredential {
  const name = settings.tcp.credentials?.[port];
  if (name === undefined) throw credentialsNotSet(`transports.tcp.credentials.${port} is not set at ${site}`, { place: { device: address } });
  const credential = credentials.get(name);
  if (credential.kind !== 'tcp') throw credentialsKindWrong(`credentials "${name}" are of kind ${credential.kind}, TCP needs tcp`, { place: { device: address } });
  return credential;
}

/** The login of a manifest, filled in. Inside of double quotes a value is escaped by backslashes; none holds the end of a line. */
export function filledLogin(template: string, credential: TcpCredential, port: number, progress: Progress): string {
  const values = new Map([['{user}', credential.user], ['{password}', credential.password]]);
  let isQuoted = false;
  return template.split(/(\{user\}|\{password\}|")/).map((part) => {
    if (part === '"') isQuoted = !isQuoted;
    const value = values.get(part);
    if (value === undefined) return part;
    // It would be a line of its own, which nobody declared.
    if (/\p{Cc}/u.test(value)) throw progress.failure('AuthFailed', `the ${part.slice(1, -1)} for port ${port} holds a control character`, 'Give it another one: a login is a line.');
    return isQuoted ? escaped(value) : value;
  }).join('');
}

/** What has come of an answer, as the plugin may see it. */
export interface Shown {
  readonly bytes: Buffer;
  /** It stops in the middle of the password: nothing can be told of its end yet. */
  readonly isOpen: boolean;
}

/** Answers to one login, without its password, however the device spells it: whoever logs in never learns it. */
export class Cover {
  readonly #spellings: readonly string[];
  readonly #credentials: Credentials;

  constructor(credential: TcpCredential) {
    // Octets as they came: an answer need not be text.
    const password = Buffer.from(credential.password).toString('latin1');
    this.#spellings = [password, escaped(password)];
    this.#credentials = { names: ['it'], get: () => ({ ...credential, password }) };
  }

  show(answer: Buffer): Shown {
    const text = answer.toString('latin1');
    const open = Math.max(...this.#spellings.map((spelling) => begun(text, spelling)));
    const [shown = ''] = redactKnown([text.slice(0, text.length - open)], this.#credentials);
    return { bytes: Buffer.from(shown, 'latin1'), isOpen: open > 0 };
  }
}

/** How much of the password an answer ends with, when it is not all of it. One character is no secret, and the end of many prompts. */
function begun(text: string, password: string): number {
  for (let length = Math.min(text.length, password.length - 1); length > 1; length -= 1) if (text.endsWith(password.slice(0, length))) return length;
  return 0;
}

function escaped(value: string): string {
  return value.replaceAll(/["\\]/g, String.raw`\$&`);
}
