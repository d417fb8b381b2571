import { z } from 'zod';
import { issuesText } from '../../errors/index.ts';
import { badRequest } from '../errors.ts';
import type { ListCommand, Wanted } from '../listing.ts';
import type { HostServices } from '../host-services.ts';
import { KeptTexts } from './kept-texts.ts';
import { afterOf, pageFrom, pageInput, pageOf, pageOfMade, type Page } from './page.ts';
import type { ReadOnly } from './read-only.ts';
import type { RouteContext } from './route-context.ts';
import type { Asked, Rule } from './rule.ts';

/** A file that a route takes as its body. */
export interface TakenFile extends AsyncDisposable {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Takes {
  /** The input that it stands for. */
  readonly name: string;
  /** The most that is taken, in bytes. */
  readonly limit: number;
  /** Writes it to the disk as it comes, until it is disposed of. */
  receive(services: HostServices, source: AsyncIterable<Uint8Array>, declared: number | null): Promise<TakenFile>;
}

/** What a route is to the outside. */
interface RouteFacts {
  /** Its `operationId`: what clients call it. */
  readonly name: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below /api, such as `/devices/{device}`: what stands in braces is of the input. */
  readonly path: string;
  /** One line for the document. */
  readonly title: string;
  readonly rule: Rule;
  /** A secret can be guessed by it: as slow as a login. */
  readonly guessable?: true;
  /** The answer is shown once: it is not kept for a request that comes again with its Idempotency-Key. */
  readonly shownOnce?: true;
  /** Its body is a file, and all else that it is asked stands in path and query. */
  readonly takes?: Takes;
  /** It answers with the file that its command names. */
  readonly givesFile?: true;
  /** Name of the route that shows what this one alters: its ETag may be given as If-Match, so that nothing is overwritten unseen. */
  readonly edits?: string;
  /** Of what has an etag of its own, under this name in input and answer: ETag and If-Match mean that one. */
  readonly versioned?: 'etag';
}

/**
 * A door to a command, as data: the HTTP server, the OpenAPI document and the tests read the same. The command says what goes
 * in, and does it; the route says where, for whom, and what of the result goes out.
 */
export interface Route extends RouteFacts {
  /** What it is a door to. */
  readonly command: Performed<unknown>;
  /** Input of the command that the route itself gives. */
  readonly says: Says;
  /** It gives a list page by page. */
  readonly paged: boolean;
  readonly input: z.ZodObject;
  /** What it does not name does not leave. */
  readonly answer: z.ZodType;
  /** Goes on when who asked goes away. */
  readonly detached: boolean;
  perform(context: RouteContext, input: unknown, taken?: TakenFile): Promise<unknown>;
  /** What leaves: JSON of as much of it as the answer names. */
  text(context: RouteContext, input: unknown, taken?: TakenFile): Promise<string>;
}

type Says = { readonly [name: string]: string | boolean | undefined };

interface Performed<Output> {
  readonly input: z.ZodObject;
  readonly detached: boolean;
  perform(context: RouteContext, input: unknown): Promise<Output>;
}

interface AnswerFacts<Answer extends z.ZodType> extends RouteFacts {
  readonly answer: Answer;
  readonly command: Performed<ReadOnly<z.input<Answer>>>;
  readonly says?: Says;
}

/** A route that answers with what its command gives. */
export function route<Answer extends z.ZodType>({ command, says = {}, ...facts }: AnswerFacts<Answer>): Route {
  const { takes } = facts;
  const input = z.strictObject(Object.fromEntries(Object.entries(command.input.shape).filter(([name]) => !(name in says) && name !== takes?.name)));
  const perform = (context: RouteContext, given: unknown, taken?: TakenFile) =>
    command.perform(context, { ...checked(input, given), ...says, ...(takes === undefined || taken === undefined ? {} : { [takes.name]: { file: taken.file, bytes: taken.bytes, sha256: taken.sha256 } }) });
  return { ...facts, command, says, paged: false, input, detached: command.detached, perform, text: async (context, given, taken) => JSON.stringify(facts.answer.parse(await perform(context, given, taken))) };
}

function checked(input: z.ZodObject, given: unknown): Asked {
  const parsed = input.safeParse(given);
  if (!parsed.success) throw badRequest(issuesText(parsed.error));
  return parsed.data;
}

interface FilteredFacts<Entry extends z.ZodType> extends Omit<RouteFacts, 'method'> {
  readonly entry: Entry;
  /** Fields that a query may name: an entry is given when it has one of the values, small and capital letters alike. */
  readonly filters: readonly (keyof z.input<Entry> & string)[];
}

interface ListFacts<Entry extends z.ZodType> extends FilteredFacts<Entry> {
  readonly command: Performed<readonly ReadOnly<z.input<Entry>>[]>;
  /** What entries are ordered by; unique. */
  readonly order: (entry: ReadOnly<z.input<Entry>>) => string;
  readonly newestFirst?: boolean;
}

/** A route that gives the list of its command, filtered, page by page. */
export function listRoute<Entry extends z.ZodType>({ order, newestFirst = false, ...facts }: ListFacts<Entry>): Route {
  const answer = pageOf(facts.entry);
  return pagedRoute(facts, async (context, input, isWanted, page) => pageFrom((await facts.command.perform(context, input)).filter(isWanted), { order, newestFirst, ...page }), (page) => JSON.stringify(answer.parse(page)));
}

interface LongListFacts<Entry extends z.ZodType> extends FilteredFacts<Entry> {
  readonly command: Performed<readonly ReadOnly<z.input<Entry>>[]> & Pick<ListCommand<z.ZodType, ReadOnly<z.input<Entry>>>, 'behind'>;
}

/** The same for a list that may be very long: a page costs what is on it, and what was on one before is not written out anew. */
export function longListRoute<Entry extends z.ZodObject>(facts: LongListFacts<Entry>): Route {
  const texts = new KeptTexts(facts.entry);
  return pagedRoute(
    facts, async (context, input, isWanted, page, wanted) => pageOfMade(facts.command.behind(context, facts.command.input.parse(input), afterOf(page.cursor), wanted), isWanted, page.limit),
    ({ items, next }) => `{"items":[${items.map((entry) => texts.of(entry)).join(',')}],"next":${JSON.stringify(next)}}`,
  );
}

type PageMaker<Entry> = (context: RouteContext, input: Asked, isWanted: (entry: Entry) => boolean, page: { readonly limit: number; readonly cursor: string | undefined }, wanted: Wanted) => Promise<Page<Entry>>;

const wantedValues = z.record(z.string(), z.array(z.string()).optional());

function pagedRoute<Entry extends z.ZodType>(
  { command, entry, filters, ...facts }: FilteredFacts<Entry> & { readonly command: Performed<unknown> }, make: PageMaker<ReadOnly<z.input<Entry>>>, textOf: (page: Page<ReadOnly<z.input<Entry>>>) => string,
): Route {
  const filterInput = Object.fromEntries(filters.map((name) => [name, z.array(z.string().max(255)).optional().meta({ description: `Only entries with this \`${name}\`; several: any of them.` })]));
  const own = z.object({ ...pageInput, ...filterInput });
  const whole = command.input.extend(own.shape);
  const perform = async (context: RouteContext, given: unknown) => {
    const asked = checked(whole, given);
    const { limit, cursor, ...wanted } = own.parse(asked);
    const values = Object.entries(wantedValues.parse(wanted)).flatMap(([name, several]) => (several === undefined ? [] : [[name, several] as const]));
    const input = Object.fromEntries(Object.entries(asked).filter(([name]) => name in command.input.shape));
    return make(context, input, (one) => values.every(([name, several]) => isOneOf(Reflect.get(Object(one), name), several)), { limit, cursor }, Object.fromEntries(values));
  };
  return { ...facts, method: 'get', command, says: {}, paged: true, detached: command.detached, answer: pageOf(entry), input: whole, perform, text: async (context, given) => textOf(await perform(context, given)) };
}

/** Whether a field has one of the values; one that is a list, whether any of its entries has. */
function isOneOf(value: unknown, wanted: readonly string[]): boolean {
  const has = (Array.isArray(value) ? value : [value]).map((one) => String(one).toLowerCase());
  return wanted.some((one) => has.includes(one.toLowerCase()));
}
