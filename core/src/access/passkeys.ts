import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../store/index.ts';
import type { Challenges } from './challenges.ts';
import { passkeyRefused, passkeyUnknown } from './errors.ts';
import type { NewPasskeyAnswer, PasskeyLoginAnswer } from './passkey-answer.ts';

/** What a person has beside or instead of a password: a key pair in their device, whose public half is here. */
export interface Passkey {
  readonly id: string;
  /** What its person calls it. */
  readonly title: string;
  /** Whether the maker of the device keeps copies of it, so that it is on several. */
  readonly synced: boolean;
  readonly createdAt: string;
  /** Null for one that nobody has logged in with. */
  readonly usedAt: string | null;
}

/** Whom passkeys are for: they are of one name, and answer on one address alone. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** EdDSA, ES256 and RS256 (RFC 9053): every authenticator has one of them. */
const supportedAlgorithmIDs = [-8, -7, -257];
const most = 20;
const timeout = 5 * 60_000;
const login = 'passkey login';
const registration = (session: string): string => `passkey of session ${session}`;

const rowSchema = z
  .object({ id: z.string(), credential: z.string(), person: z.string(), title: z.string(), public_key: z.string(), counter: z.number(), transports: z.string(), synced: z.number(), created_at: z.number(), used_at: z.number().nullable(), handle: z.string() });

type Row = z.infer<typeof rowSchema>;

const columns = 'passkey.id, credential, person, title, public_key, counter, transports, synced, passkey.created_at, used_at, handle';
const handleSchema = z.object({ handle: z.string() });
const transportsOf = z.string().transform((text): unknown => JSON.parse(text)).pipe(z.array(z.string()));

function factsOf({ id, title, synced, created_at: created, used_at: used }: Row): Passkey {
  return { id, title, synced: synced === 1, createdAt: new Date(created).toISOString(), usedAt: used === null ? null : new Date(used).toISOString() };
}

/** Read when somebody uses a passkey: most starts of the host never need it. */
const webAuthn = () => import('@simplewebauthn/server');

/** Passkeys in the database (WebAuthn level 3). Each is discoverable and verifies its user: it is a login by itself. */
export class Passkeys {
  readonly #store: Store;
  readonly #now: () => Date;
  readonly #challenges: Challenges;

  constructor(store: Store, now: () => Date, challenges: Challenges) {
    this.#store = store;
    this.#now = now;
    this.#challenges = challenges;
  }

  /** Oldest first. */
  async list(person: string): Promise<readonly Passkey[]> {
    return (await this.#of(person)).map(factsOf);
  }

  /** What the browser of a session is to make one by: `PublicKeyCredential.parseCreationOptionsFromJSON` takes it. */
  async beginNew(person: string, session: string, { id: rpID }: RelyingParty) {
    const [row] = await this.#store.read({ sql: 'SELECT handle FROM person WHERE name = ?', values: [person] });
    const { generateRegistrationOptions } = await webAuthn();
    return generateRegistrationOptions({
      rpName: 'Jackfield', rpID, userName: person, userDisplayName: person, userID: Uint8Array.from(Buffer.from(handleSchema.parse(row).handle, 'hex')),
      challenge: Uint8Array.from(Buffer.from(this.#challenges.issue(registration(session)), 'base64url')),
      timeout, supportedAlgorithmIDs, attestationType: 'none', authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: (await this.#of(person)).map(({ credential, transports }) => ({ id: credential, transports: transportsOf.parse(transports) })),
    });
  }

  /** Keeps what the browser made; only the session that began it can. */
  async add(person: string, session: string, title: string, answer: NewPasskeyAnswer, party: RelyingParty): Promise<Passkey> {
    if ((await this.list(person)).length >= most) throw passkeyRefused(`a person has at most ${most}`, { hint: 'Remove one that is not used any more.' });
    const { verifyRegistrationResponse } = await webAuthn();
    const found = await refusing(() => verifyRegistrationResponse({
      response: { ...answer, response: { clientDataJSON: answer.response.clientDataJSON, attestationObject: answer.response.attestationObject, transports: answer.response.transports ?? [] }, clientExtensionResults: {} },
      expectedChallenge: (challenge) => this.#challenges.isGood(challenge, registration(session)),
      expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true, supportedAlgorithmIDs,
    }));
    if (!found.verified || !this.#challenges.spend(challengeOf(answer), registration(session))) throw passkeyRefused('the answer of the browser does not hold');
    const { credential, credentialBackedUp } = found.registrationInfo;
    const taken = await this.#store.read({ sql: 'SELECT 1 FROM passkey WHERE credential = ?', values: [credential.id] });
    if (taken.length > 0) throw passkeyRefused('this passkey is there already');
    const id = randomBytes(4).toString('hex');
    const now = this.#now().getTime();
    await this.#store.write([{
      sql: 'INSERT INTO passkey (id, credential, person, title, public_key, counter, transports, synced, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      values: [id, credential.id, person, title, Buffer.from(credential.publicKey).toString('base64url'), credential.counter, JSON.stringify(credential.transports ?? []), credentialBackedUp ? 1 : 0, now],
    }]);
    return { id, title, synced: credentialBackedUp, createdAt: new Date(now).toISOString(), usedAt: null };
  }

  /** What a browser is to log in by: `PublicKeyCredential.parseRequestOptionsFromJSON` takes it. It names nobody. */
  async beginLogin({ id: rpID }: RelyingParty) {
    const { generateAuthenticationOptions } = await webAuthn();
    return generateAuthenticationOptions({ rpID, challenge: Uint8Array.from(Buffer.from(this.#challenges.issue(login), 'base64url')), timeout, userVerification: 'required', allowCredentials: [] });
  }

  /** Whose passkey it is; JF8423 for all that does not hold. */
  async logIn(answer: PasskeyLoginAnswer, party: RelyingParty): Promise<{ readonly person: string; readonly passkey: Passkey }> {
    const [found] = await this.#store.read({ sql: `SELECT ${columns} FROM passkey JOIN person ON person.name = person WHERE credential = ?`, values: [answer.id] });
    const row = found === undefined ? null : rowSchema.parse(found);
    if (row === null) throw passkeyRefused('nobody has this passkey');
    if (Buffer.from(answer.response.userHandle, 'base64url').toString('hex') !== row.handle) throw passkeyRefused('the passkey is not of the person that the browser names');
    const { verifyAuthenticationResponse } = await webAuthn();
    const { verified, authenticationInfo } = await refusing(() => verifyAuthenticationResponse({
      response: { ...answer, clientExtensionResults: {} }, expectedChallenge: (challenge) => this.#challenges.isGood(challenge, login), expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true,
      credential: { id: row.credential, publicKey: Uint8Array.from(Buffer.from(row.public_key, 'base64url')), counter: row.counter },
    }));
    if (!verified || !this.#challenges.spend(challengeOf(answer), login)) throw passkeyRefused('the answer of the browser does not hold');
    const now = this.#now().getTime();
    await this.#store.write([{ sql: 'UPDATE passkey SET counter = ?, used_at = ?, synced = ? WHERE credential = ?', values: [authenticationInfo.newCounter, now, authenticationInfo.credentialBackedUp ? 1 : 0, row.credential] }]);
    return { person: row.person, passkey: factsOf({ ...row, used_at: now }) };
  }

  async remove(person: string, id: string): Promise<Passkey> {
    const found = (await this.list(person)).find((passkey) => passkey.id === id);
    if (found === undefined) throw passkeyUnknown(`there is no passkey ${id}`);
    await this.#store.write([{ sql: 'DELETE FROM passkey WHERE person = ? AND id = ?', values: [person, id] }]);
    return found;
  }

  async #of(person: string): Promise<readonly Row[]> {
    return (await this.#store.read({ sql: `SELECT ${columns} FROM passkey JOIN person ON person.name = person WHERE person = ? ORDER BY passkey.created_at, passkey.id`, values: [person] })).map((row) => rowSchema.parse(row));
  }
}

/** All that a browser may send that does not hold is one error: the cause says which. */
async function refusing<Result>(verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify();
  } catch (cause) {
    throw passkeyRefused('the answer of the browser does not hold', { cause });
  }
}

const clientDataSchema = z.object({ challenge: z.string() });

/** The challenge that was verified to be the one that was answered. */
function challengeOf({ response: { clientDataJSON } }: NewPasskeyAnswer | PasskeyLoginAnswer): string {
  return clientDataSchema.parse(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))).challenge;
}
