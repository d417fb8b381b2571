import { result, Unsupported, type CheckResult, type Item, type Metric, type Tcp } from '@jackfield/sdk';
import { ask, rowsOf } from './protocol/conversation.ts';
import { reasonOf, refusal } from './protocol/refusal.ts';

/** More than one upsd looks after; each is asked on its own. */
const mostUpses = 64;

/** A UPS behind an upsd, with all that its driver tells. */
export class Ups {
  readonly name: string;
  readonly #variables: ReadonlyMap<string, string>;

  constructor(name: string, variables: ReadonlyMap<string, string>) {
    this.name = name;
    this.#variables = variables;
  }

  /** Null when the UPS does not tell it, or tells nothing. */
  text(variable: string): string | null {
    const value = this.#variables.get(variable) ?? '';
    return value === '' ? null : value.slice(0, 200);
  }

  /** Null when the UPS does not tell it, or tells what is no number. */
  number(variable: string): number | null {
    const text = this.text(variable);
    return text !== null && /^[+-]?\d{1,12}(\.\d{1,12})?$/.test(text) ? Number(text) : null;
  }

  /** Those of the variables that it tells, as they are declared in the manifest. */
  metrics(names: readonly string[]): readonly Metric[] {
    return names.flatMap((name) => {
      const value = this.number(name);
      return value === null ? [] : [{ name, value }];
    });
  }

  /** The flags of `ups.status`, such as `OL CHRG`. */
  get flags(): readonly string[] {
    return (this.text('ups.status') ?? '').split(' ').filter((flag) => flag !== '');
  }
}

/** A UPS, or the code with which upsd said nothing of it. */
export type Seen = { readonly name: string; readonly ups: Ups } | { readonly name: string; readonly ups: null; readonly code: string };

async function look(tcp: Tcp, name: string): Promise<Seen> {
  const command = ['LIST', 'VAR', name];
  const [answer] = await ask(tcp, [command]);
  // Other UPSes of the same upsd may be well.
  if (answer?.kind === 'refused') return { name, ups: null, code: answer.code };
  const variables = rowsOf(answer, command).flatMap(([variable, value]) => (variable === undefined || value === undefined ? [] : [[variable, value] as const]));
  return { name, ups: new Ups(name, new Map(variables)) };
}

/** Every UPS of the upsd, in its order. */
export async function upsesOf(tcp: Tcp): Promise<readonly Seen[]> {
  const command = ['LIST', 'UPS'];
  const names = [...new Set(rowsOf((await ask(tcp, [command]))[0], command).flatMap(([name = '']) => (name === '' ? [] : [name])))];
  if (names.length > mostUpses) throw new Unsupported(`upsd lists ${names.length} UPSes, at most ${mostUpses} are looked at`);
  const seen: Seen[] = [];
  for (const name of names) seen.push(await look(tcp, name));
  return seen;
}

/**
 * A result with an item for each UPS that the view says something of. One of which nothing is known is unknown; when that
 * is so of all of them, it is the outcome of the check.
 */
export function resultOf(seen: readonly Seen[], view: (ups: Ups) => Omit<Item, 'name'> | null, more: readonly Item[] = []): CheckResult {
  const known = seen.flatMap((one) => (one.ups === null ? [] : [one.ups]));
  const [lost] = seen.flatMap((one) => (one.ups === null ? [refusal(one.name, one.code)] : []));
  if (known.length === 0 && more.length === 0) throw lost ?? new Unsupported('upsd has no UPS', { hint: 'Its ups.conf names none.' });
  const items = [
    ...seen.flatMap((one): Item[] => {
      const part = one.ups === null ? { state: 'unknown' as const, summary: reasonOf(one.code) } : view(one.ups);
      return part === null ? [] : [{ name: one.name, ...part }];
    }),
    ...more,
  ];
  if (items.length === 0) throw new Unsupported(`no UPS tells it: ${known.map(({ name }) => name).join(', ')}`, { hint: 'Disable the check for this device.' });
  const bad = items.filter(({ state }) => state !== 'ok');
  const told = bad.length > 0 ? bad.slice(0, 5) : items.length === 1 ? items : [];
  return result.fromItems(told.length === 0 ? `${items.length} UPSes well` : told.map(({ name, summary }) => `${name}: ${summary}`).join('; '), items);
}
