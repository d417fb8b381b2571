import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Statement, Store } from '../store/index.ts';
import { Challenges } from './challenges.ts';
import { lastAdmin, linkInvalid, loginRefused, personTaken, personUnknown, providerStranger, setUpDone } from './errors.ts';
import { Passkeys } from './passkeys.ts';
import { isPassword, passwordHash, requireStrong } from './password.ts';
import type { Identity, People, Person, SetUpLink } from './people.ts';
import { personName } from './person-name.ts';
import type { Binding } from './rights.ts';
import { rememberReads, type RememberingStore } from './remembered-reads.ts';
import { roles, type Role } from './role.ts';
import { newSecret, secretHash } from './secret.ts';
import { Sessions } from './sessions.ts';
import { Tokens } from './tokens.ts';
import { nodeOf, nodeText, wholeOrganization, type TreeNode } from './tree-node.ts';

const linkLifeMs = 86_400_000;

const personSchema = z.object({ name: z.string(), created_at: z.number(), password: z.string().nullable() });
const listedSchema = personSchema.extend({ has_passkey: z.number(), has_identity: z.number() });
const bindingSchema = z.object({ person: z.string(), at: z.string(), role: z.enum(roles) });
const nameSchema = z.object({ name: z.string() });
const linkSchema = z.object({ person: z.string().nullable() });

export function createPeople(store: Store, now: () => Date = () => new Date()): People {
  return new StoredPeople(rememberReads(store), now);
}

type BindingRow = z.infer<typeof bindingSchema>;

/** What a later version wrote and this one does not know gives nothing. */
function bindingsOf(rows: readonly BindingRow[]): readonly Binding[] {
  return rows.flatMap(({ at, role }): Binding[] => {
    const node = nodeOf(at);
    return node === null ? [] : [{ role, at: node }];
  });
}

class StoredPeople implements People {
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly passkeys: Passkeys;
  readonly #store: RememberingStore;
  readonly #now: () => Date;
  #tail: Promise<unknown> = Promise.resolve();
  #listed: { readonly revision: number; readonly people: readonly Person[] } | null = null;

  constructor(store: RememberingStore, now: () => Date) {
    this.#store = store;
    this.#now = now;
    this.sessions = new Sessions(store, now);
    this.tokens = new Tokens(store, now);
    this.passkeys = new Passkeys(store, now, new Challenges(now));
  }

  get revision(): number {
    return this.#store.revision;
  }

  async list(): Promise<readonly Person[]> {
    const { revision } = this.#store;
    if (this.#listed?.revision === revision) return this.#listed.people;
    const people = await this.#read();
    if (revision === this.#store.revision) this.#listed = { revision, people };
    return people;
  }

  async find(name: string): Promise<Person> {
    const found = (await this.list()).find((person) => person.name === name);
    if (found === undefined) throw personUnknown(`there is no person ${name}`);
    return found;
  }

  async add(name: string, bindings: readonly Binding[]): Promise<SetUpLink> {
    await this.#requireFree(name);
    const { link, statements } = this.#link(name);
    await this.#store.write([
      this.#newPerson(name),
      ...bindings.map(({ role, at }) => bindStatement(name, at, role)), ...statements,
    ]);
    return link;
  }

  async invite(name: string): Promise<SetUpLink> {
    await this.find(name);
    const { link, statements } = this.#link(name);
    await this.#store.write(statements);
    return link;
  }

  async inviteFirst(): Promise<SetUpLink | null> {
    if ((await this.list()).length > 0) return null;
    const { link, statements } = this.#link(null);
    await this.#store.write(statements);
    return link;
  }

  async setUp(secret: string, name: string, password: string): Promise<Person> {
    const [row] = await this.#store.read({ sql: 'SELECT person FROM set_up_link WHERE hash = ? AND expires_at > ?', values: [secretHash(secret), this.#now().getTime()] });
    const person = row === undefined ? undefined : linkSchema.parse(row).person;
    if (person === undefined || (person !== null && person !== name)) throw linkInvalid('this link opens no account of that name');
    if (person === null && (await this.list()).length > 0) throw setUpDone('the first person was set up already');
    await requireStrong(password, name);
    const hash = await passwordHash(password);
    await this.#store.write([
      ...(person === null ? [this.#newPerson(name), bindStatement(name, wholeOrganization, 'admin')] : []),
      ...passwordStatements(name, hash),
      // Who forgot their password may have lost more than that.
      { sql: 'DELETE FROM passkey WHERE person = ?', values: [name] },
      { sql: 'DELETE FROM set_up_link WHERE hash = ? OR person IS NULL', values: [secretHash(secret)] },
    ]);
    return this.find(name);
  }

  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#requireOtherAdmin(name);
      await this.#store.write([{ sql: 'DELETE FROM person WHERE name = ?', values: [name] }]);
    });
  }

  bind(name: string, at: TreeNode, role: Role | null): Promise<Person> {
    return this.#inTurn(() => this.#bind(name, at, role));
  }

  async #bind(name: string, at: TreeNode, role: Role | null): Promise<Person> {
    await this.find(name);
    if (at.level === 'organization' && role !== 'admin') await this.#requireOtherAdmin(name);
    await this.#store.write([role === null ? { sql: 'DELETE FROM person_role WHERE person = ? AND at = ?', values: [name, nodeText(at)] } : bindStatement(name, at, role)]);
    return this.find(name);
  }

  async changePassword(name: string, current: string, password: string): Promise<void> {
    await this.logIn(name, current);
    await requireStrong(password, name);
    await this.#store.write(passwordStatements(name, await passwordHash(password)));
  }

  async logIn(name: string, password: string): Promise<Person> {
    const [row] = await this.#store.read({ sql: 'SELECT name, created_at, password FROM person WHERE name = ?', values: [name] });
    const kept = row === undefined ? null : personSchema.parse(row).password;
    if (!(await isPassword(password, kept))) throw loginRefused('name and password do not fit together');
    return this.find(name);
  }

  async identified({ issuer, subject, name }: Identity, { create }: { readonly create: boolean }): Promise<{ readonly person: Person; readonly isNew: boolean }> {
    const [known] = await this.#store.read({ sql: 'SELECT person AS name FROM person_identity WHERE issuer = ? AND subject = ?', values: [issuer, subject] });
    if (known !== undefined) return { person: await this.find(nameSchema.parse(known).name), isNew: false };
    if (!personName.safeParse(name).success) throw providerStranger('it gives no name that a person could have here');
    const isNew = !(await this.list()).some((person) => person.name === name);
    if (isNew && !create) throw providerStranger(`there is no person ${name}`);
    // A name is given to another one at the provider some day: that one is not who had it.
    const [other] = await this.#store.read({ sql: 'SELECT 1 FROM person_identity WHERE issuer = ? AND person = ?', values: [issuer, name] });
    if (other !== undefined) throw providerStranger(`${name} is somebody else at ${issuer}`, { hint: 'The provider gave the name to another one. A manager removes the person, and adds them anew.' });
    if (isNew) await this.#requireFree(name);
    await this.#store.write([...(isNew ? [this.#newPerson(name)] : []), { sql: 'INSERT INTO person_identity (issuer, subject, person) VALUES (?, ?, ?)', values: [issuer, subject, name] }]);
    return { person: await this.find(name), isNew };
  }

  async setFromGroups(name: string, bindings: readonly Binding[]): Promise<Person> {
    await this.#store.write([
      { sql: 'DELETE FROM person_group_role WHERE person = ?', values: [name] },
      ...bindings.map(({ role, at }) => ({ sql: 'INSERT OR IGNORE INTO person_group_role (person, at, role) VALUES (?, ?, ?)', values: [name, nodeText(at), role] })),
    ]);
    return this.find(name);
  }

  async #read(): Promise<readonly Person[]> {
    const bindings = async (table: 'person_role' | 'person_group_role'): Promise<ReadonlyMap<string, readonly BindingRow[]>> =>
      Map.groupBy((await this.#store.read({ sql: `SELECT person, at, role FROM ${table} ORDER BY at, role` })).map((row) => bindingSchema.parse(row)), ({ person }) => person);
    const [people, local, byGroups] = await Promise.all([this.#store.read({ sql: 'SELECT name, created_at, password, EXISTS (SELECT 1 FROM passkey WHERE person = name) AS has_passkey, EXISTS (SELECT 1 FROM person_identity WHERE person = name) AS has_identity FROM person ORDER BY name' }), bindings('person_role'), bindings('person_group_role')]);
    return people.map((row) => listedSchema.parse(row)).map(({ name, created_at: created, password, has_passkey: passkey, has_identity: identity }) => ({
      name, createdAt: new Date(created).toISOString(), hasPassword: password !== null, hasPasskey: passkey === 1, hasIdentity: identity === 1, bindings: bindingsOf(local.get(name) ?? []), fromGroups: bindingsOf(byGroups.get(name) ?? []),
    }));
  }

  /** One after the other: two admins who remove each other at the same moment would leave none. */
  #inTurn<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Refuses what would leave nobody who may do everything. Roles by groups do not count: the provider takes them away without asking. */
  async #requireOtherAdmin(name: string): Promise<void> {
    const isAdmin = ({ bindings }: Person): boolean => bindings.some(({ role, at }) => role === 'admin' && at.level === 'organization');
    if (!isAdmin(await this.find(name)) || (await this.list()).some((other) => other.name !== name && isAdmin(other))) return;
    throw lastAdmin(`${name} is the only admin of the organization`);
  }

  /** Names that differ in capital letters alone would be taken for each other. */
  async #requireFree(name: string): Promise<void> {
    if ((await this.list()).some((person) => person.name.toLowerCase() === name.toLowerCase())) throw personTaken(`there is a person ${name}`);
  }

  #newPerson(name: string): Statement {
    return { sql: 'INSERT INTO person (name, created_at, handle) VALUES (?, ?, ?)', values: [name, this.#now().getTime(), randomBytes(16).toString('hex')] };
  }

  /** One link a person: a new one takes the place of the one before. */
  #link(person: string | null): { readonly link: SetUpLink; readonly statements: readonly Statement[] } {
    const secret = newSecret();
    const expires = this.#now().getTime() + linkLifeMs;
    return {
      link: { secret, expiresAt: new Date(expires).toISOString() },
      statements: [
        { sql: 'DELETE FROM set_up_link WHERE person IS ? OR expires_at < ?', values: [person, this.#now().getTime()] },
        { sql: 'INSERT INTO set_up_link (hash, person, expires_at) VALUES (?, ?, ?)', values: [secretHash(secret), person, expires] },
      ],
    };
  }
}

/** Whoever logged in with the password before has to log in anew. */
function passwordStatements(name: string, hash: string): readonly Statement[] {
  return [{ sql: 'UPDATE person SET password = ? WHERE name = ?', values: [hash, name] }, { sql: 'DELETE FROM person_session WHERE person = ?', values: [name] }];
}

function bindStatement(person: string, at: TreeNode, role: Role): Statement {
  return { sql: 'INSERT INTO person_role (person, at, role) VALUES (?, ?, ?) ON CONFLICT (person, at) DO UPDATE SET role = excluded.role', values: [person, nodeText(at), role] };
}
