import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { passwordWeak } from './errors.ts';
import { FairTurns } from './fair-turns.ts';
import { networkOf } from './network.ts';
import { origin } from './origin.ts';

const deriveNow = promisify(argon2);

/** Passwords that wait for their turn, some seconds of work; who comes beyond them comes again. */
const turns = new FairTurns(32, 'too many passwords are looked at just now');

/** One after the other: however many try to log in at once, the threads that files and names wait for stay free, and memory is that of one. */
function derive(parameters: Parameters<typeof deriveNow>[1]): Promise<Buffer> {
  const [address = ''] = origin.getStore()?.split(',') ?? [];
  return turns.take(networkOf(address), () => deriveNow('argon2id', parameters));
}

/** The second recommendation of RFC 9106 §4: 64 MiB, three passes, four lanes. */
const cost = { memory: 65_536, passes: 3, parallelism: 4 } as const;
const tagLength = 32;
/** NIST SP 800-63B asks for eight; nobody watches a daemon's login. */
const shortest = 12;
/** More than anybody types: the work of hashing is bounded. */
const longest = 1_024;

/** Guesses that it has to withstand, as zxcvbn counts them: 10⁸ and more. */
const leastScore = 3;
/** Words that whoever guesses tries first here. */
const ownWords = ['jackfield', 'switch', 'asterisk', 'password'];

/** Refuses a password that is too easily guessed: short, one of the 49,000 most used, or made of words, keys in a row and dates. */
export async function requireStrong(password: string, person: string): Promise<void> {
  if (password.length < shortest) throw passwordWeak(`the password has ${password.length} characters, and needs ${shortest}`);
  if (password.length > longest) throw passwordWeak(`the password is longer than ${longest} characters`);
  // Read when somebody chooses a password, which is seldom.
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs: graphs }] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]);
  const { score } = new ZxcvbnFactory({ dictionary, graphs }).check(password, [person, ...ownWords]);
  if (score < leastScore || password.toLowerCase().includes(person.toLowerCase())) throw passwordWeak('the password is too easily guessed');
}

/** The text that is kept, in the form of PHC: `$argon2id$v=19$m=65536,t=3,p=4$salt$hash`. */
export async function passwordHash(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive({ message: password.normalize('NFKC'), nonce, tagLength, ...cost });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(tag)}`;
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** Whether the password is the one that was hashed. Without a hash the same work is done, and the answer is no: who has an account is not told by the time. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const parts = form.exec(kept ?? '');
  const [, memory, passes, parallelism, salt = '', tag = ''] = parts ?? [];
  if (password.length > longest) return false;
  const expected = Buffer.from(tag, 'base64');
  const given = await derive({
    message: password.normalize('NFKC'), nonce: parts === null ? randomBytes(16) : Buffer.from(salt, 'base64'), tagLength: expected.length || tagLength,
    memory: Number(memory ?? cost.memory), passes: Number(passes ?? cost.passes), parallelism: Number(parallelism ?? cost.parallelism),
  });
  return parts !== null && timingSafeEqual(given, expected);
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
