import { z } from 'zod';
import type { Statement, Store } from '../store/index.ts';
import { linkInvalid, loginRefused, personTaken, personUnknown, setUpDone } from './errors.ts';
import { isPassword, passwordHash, requireStrong } from './password.ts';
import type { People, Person, SetUpLink } from './people.ts';
import type { Binding } from './rights.ts';
import { rememberReads } from './remembered-reads.ts';
import { roles, type Role } from './role.ts';
import { newSecret, secretHash } from './secret.ts';
import { Sessions } from './sessions.ts';
import { Tokens } from './tokens.ts';
import { nodeOf, nodeText, wholeOrganization, type TreeNode } from './tree-node.ts';

const linkLifeMs = 86_400_000;

const personSchema = z.object({ name: z.string(), created_at: z.number(), password: z.string().nullable() });
const bindingSchema = z.object({ person: z.string(), at: z.string(), role: z.enum(roles) });
const linkSchema = z.object({ person: z.string().nullable() });

export function createPeople(store: Store, now: () => Date = () => new Date()): People {
  return new StoredPeople(rememberReads(store), now);
}

class StoredPeople implements People {
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly #store: Store;
  readonly #now: () => Date;

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
    this.sessions = new Sessions(store, now);
    this.tokens = new Tokens(store, now);
  }

  async list(): Promise<readonly Person[]> {
    const [people, bindings] = await Promise.all([
      this.#store.read({ sql: 'SELECT name, created_at, password FROM person ORDER BY name' }), this.#store.read({ sql: 'SELECT person, at, role FROM person_role ORDER BY at' }),
    ]);
    const byPerson = Map.groupBy(bindings.map((row) => bindingSchema.parse(row)), ({ person }) => person);
    return people.map((row) => personSchema.parse(row)).map(({ name, created_at: created, password }) => ({
      name, createdAt: new Date(created).toISOString(), hasPassword: password !== null,
      // What a later version wrote and this one does not know gives nothing.
      bindings: (byPerson.get(name) ?? []).flatMap(({ at, role }): Binding[] => {
        const node = nodeOf(at);
        return node === null ? [] : [{ role, at: node }];
      }),
    }));
  }

  async find(name: string): Promise<Person> {
    const found = (await this.list()).find((person) => person.name === name);
    if (found === undefined) throw personUnknown(`there is no person ${name}`);
    return found;
  }

  async add(name: string, bindings: readonly Binding[]): Promise<SetUpLink> {
    if ((await this.list()).some((person) => person.name.toLowerCase() === name.toLowerCase())) throw personTaken(`there is a person ${name}`);
    const { link, statements } = this.#link(name);
    await this.#store.write([
      { sql: 'INSERT INTO person (name, created_at) VALUES (?, ?)', values: [name, this.#now().getTime()] },
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
    requireStrong(password, name);
    const hash = await passwordHash(password);
    await this.#store.write([
      ...(person === null ? [{ sql: 'INSERT INTO person (name, created_at) VALUES (?, ?)', values: [name, this.#now().getTime()] }, bindStatement(name, wholeOrganization, 'admin')] : []),
      ...passwordStatements(name, hash),
      { sql: 'DELETE FROM set_up_link WHERE hash = ? OR person IS NULL', values: [secretHash(secret)] },
    ]);
    return this.find(name);
  }

  async remove(name: string): Promise<void> {
    await this.find(name);
    await this.#store.write([{ sql: 'DELETE FROM person WHERE name = ?', values: [name] }]);
  }

  async bind(name: string, at: TreeNode, role: Role | null): Promise<Person> {
    await this.find(name);
    await this.#store.write([role === null ? { sql: 'DELETE FROM person_role WHERE person = ? AND at = ?', values: [name, nodeText(at)] } : bindStatement(name, at, role)]);
    return this.find(name);
  }

  async changePassword(name: string, current: string, password: string): Promise<void> {
    await this.logIn(name, current);
    requireStrong(password, name);
    await this.#store.write(passwordStatements(name, await passwordHash(password)));
  }

  async logIn(name: string, password: string): Promise<Person> {
    const [row] = await this.#store.read({ sql: 'SELECT name, created_at, password FROM person WHERE name = ?', values: [name] });
    const kept = row === undefined ? null : personSchema.parse(row).password;
    if (!(await isPassword(password, kept))) throw loginRefused('name and password do not fit together');
    return this.find(name);
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
