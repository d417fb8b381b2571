import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { ratesBetween, sortedRates, type PluginRates, type PluginSample, type RateOrder } from '../diagnosis/index.ts';
import type { Session } from './session.ts';
import { topScreen, topTable } from './views/top-view.ts';

export interface TopOptions {
  readonly sort: RateOrder;
  /** Samples to take; Infinity until somebody ends it. */
  readonly count: number;
  readonly json: boolean;
}

const everyMs = 1_000;

const orders: { readonly [key: string]: RateOrder | undefined } = { c: 'cpu', m: 'memory', o: 'operations' };

/** What the plugins do, every second: drawn over itself on a terminal, tables below each other elsewhere, lines of JSON for programs. */
export async function showTop(session: Session, command: Command, options: TopOptions): Promise<void> {
  const { terminal } = session;
  const ending = new AbortController();
  const signal = AbortSignal.any([session.signal, terminal.unread, ending.signal]);
  using screen = options.json || terminal.screen === null ? null : new DrawnTop(session, options.sort, () => ending.abort());
  const sample = async (): Promise<PluginSample> => session.call(command, 'plugins', {});
  let before = await sample();
  for (let taken = 0; taken < options.count; taken += 1) {
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const after = await sample();
    const rates = ratesBetween(before, after);
    before = after;
    if (screen !== null) screen.show(rates);
    else if (options.json) terminal.write(`${JSON.stringify(sortedRates(rates, options.sort))}\n`);
    else terminal.write(`${topTable(sortedRates(rates, options.sort), terminal, Date.now())}\n`);
  }
}

/** The terminal's other screen, with the cursor hidden; both are put back. */
class DrawnTop implements Disposable {
  readonly #session: Session;
  readonly #keys: Disposable | undefined;
  #order: RateOrder;
  #rates: readonly PluginRates[] = [];

  constructor(session: Session, order: RateOrder, onQuit: () => void) {
    this.#session = session;
    this.#order = order;
    this.#keys = session.terminal.screen?.keys((key) => {
      if (key === 'q') onQuit();
      this.#order = orders[key] ?? this.#order;
      this.show(this.#rates);
    });
    session.terminal.write('\u001B[?1049h\u001B[?25l');
    this.show([]);
  }

  show(rates: readonly PluginRates[]): void {
    this.#rates = rates;
    const { terminal } = this.#session;
    const size = terminal.screen?.size();
    if (size !== undefined) terminal.write(topScreen(sortedRates(rates, this.#order), this.#order, { colours: terminal.colours, ...size }, Date.now()));
  }

  [Symbol.dispose](): void {
    this.#keys?.[Symbol.dispose]();
    this.#session.terminal.write('\u001B[?25h\u001B[?1049l');
  }
}
