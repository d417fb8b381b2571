import { openAsBlob } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isUnfinished, type Change } from '../../changes/index.ts';
import { commands, ofTheMachine, type CommandName } from '../commands/index.ts';
import type { CommandInput, CommandResult, DaemonClient } from '../daemon-client.ts';
import { ReportedError, type CallOptions } from '../../control/index.ts';
import { hostNotReached, hostNotSafe, notOverNetwork } from '../errors.ts';
import { fileType, namesIn, problemAnswer, routes, type Route } from '../rest/index.ts';

export interface RemoteClientOptions {
  /** Such as `https://jackfield.example.org`. */
  readonly host: string;
  readonly token: string;
}

type Given = ReadonlyMap<string, unknown>;

const pageSchema = z.object({ items: z.array(z.unknown()), next: z.string().nullable() });
const lookEveryMs = 1_000;

/** A daemon of another machine, by its HTTP API: the routes are the doors of the same commands. */
export class RemoteClient implements DaemonClient {
  readonly #host: string;
  readonly #token: string;

  /** Refuses to send a token over a connection that others can read. */
  constructor({ host, token }: RemoteClientOptions) {
    const url = URL.parse(host);
    if (url === null) throw hostNotReached(`${host} is no address of a host`);
    if (url.protocol !== 'https:' && !/^(127\.[\d.]+|\[::1\]|localhost)$/.test(url.hostname)) throw hostNotSafe(`${host} is not encrypted`);
    this.#host = host.replace(/\/$/, '');
    this.#token = token;
  }

  async call<Name extends CommandName>(name: Name, input: CommandInput<Name>, options: CallOptions = {}): Promise<CommandResult<Name>> {
    // The host checks what goes out by the schemas of the route, which the command's result fits.
    const resultSchema = z.custom<CommandResult<Name>>();
    const given = new Map(Object.entries(z.record(z.string(), z.unknown()).parse(input)));
    if (name === 'apply') return resultSchema.parse(await this.#watched('apply-begin', given, options));
    if (name === 'undo') return resultSchema.parse(await this.#watched('undo-begin', given, options));
    return resultSchema.parse(await this.#ask(routeOf(name, given), given, options));
  }

  /** Waits for a change to end, as the socket does. */
  async #watched(name: 'apply-begin' | 'undo-begin', given: Given, options: CallOptions): Promise<Change> {
    const changeSchema = z.custom<Change>();
    let change = changeSchema.parse(await this.#ask(routeOf(name, given), given, options));
    while (isUnfinished(change.state)) {
      const done = change.steps.filter(({ state }) => state !== 'pending').length;
      options.onProgress?.({ done, total: change.steps.length, label: change.paused ? 'paused' : change.state });
      await delay(lookEveryMs, undefined, options.signal === undefined ? {} : { signal: options.signal });
      const of = new Map([['change', change.id]]);
      change = changeSchema.parse(await this.#ask(routeOf('change', of), of, options));
    }
    return change;
  }

  async #ask(route: Route, given: Given, options: CallOptions): Promise<unknown> {
    if (!route.paged) return this.#sent(route, given, options);
    const items: unknown[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = pageSchema.parse(await this.#sent(route, new Map([...given, ['limit', 1_000], ...(cursor === undefined ? [] : [['cursor', cursor] as const])]), options));
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  }

  async #sent(route: Route, given: Given, { signal }: CallOptions): Promise<unknown> {
    const inPath = namesIn(route.path);
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(given.get(name))));
    const rest = [...given].filter(([name, value]) => !inPath.includes(name) && !(name in route.says) && name !== route.takes?.name && value !== undefined);
    const isGet = route.method === 'get';
    const file = await fileOf(route, given);
    const query = new URLSearchParams(isGet || file !== null ? rest.filter(([, value]) => value !== null).map(([name, value]) => [name, String(value)]) : []).toString();
    const response = await fetch(`${this.#host}/api${path}${query === '' ? '' : `?${query}`}`, {
      method: route.method.toUpperCase(), ...(signal === undefined ? {} : { signal }), ...(isGet ? {} : { body: file ?? JSON.stringify(Object.fromEntries(rest)) }),
      headers: { authorization: `Bearer ${this.#token}`, connection: 'close', ...(isGet ? {} : { 'content-type': file === null ? 'application/json' : fileType }) },
    }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw hostNotReached(`${this.#host}: ${messageOf(cause)}`, { cause });
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer;
    const problem = problemAnswer.safeParse(answer);
    if (!problem.success) throw hostNotReached(`${this.#host} answers with ${response.status}, and not as Jackfield does`);
    const { code, detail: message, hint, where, more } = problem.data;
    throw new ReportedError({ code, message, hint, where, more });
  }
}

/** The file that goes as the body, read from the disk as it is sent. */
async function fileOf({ takes }: Route, given: Given): Promise<Blob | null> {
  return takes === undefined ? null : openAsBlob(z.object({ file: z.string() }).parse(given.get(takes.name)).file);
}

/** The door of a command; a coded error for one that has none. */
function routeOf(name: CommandName, given: Given): Route {
  const found = routes.find(({ command, says }) => command === commands[name] && Object.entries(says).every(([key, value]) => (given.get(key) ?? false) === (value ?? false)));
  if (found === undefined) throw notOverNetwork(`${name} is not asked of another machine's daemon`, ofTheMachine[name] === undefined ? {} : { hint: `Run it there, without --host: ${ofTheMachine[name]}.` });
  return found;
}

/** Why fetch failed: its own words are "fetch failed". */
function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
}
