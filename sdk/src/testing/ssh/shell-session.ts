import type { ShellDevice } from './shell-device.ts';
import type { ShellRule } from './shell-model.ts';

export interface ShellOptions {
  /** A terminal hears what it types. */
  readonly hasTerminal: boolean;
  /** Asked ahead of each line; false leaves it unanswered. */
  readonly begins: () => boolean;
  /** The way of the answers. */
  readonly carry: (answer: string) => void;
  /** At once: what a terminal hears of its own keys. */
  readonly echo: (text: string) => void;
  readonly close: () => void;
  readonly noise: () => string;
}

/** What the session waits for. */
type Waits =
  | { readonly for: 'line' }
  | { readonly for: 'password'; readonly rule: ShellRule; readonly text: string }
  | { readonly for: 'key'; readonly rest: readonly string[] };

const erase = '\b \b';
const controlC = '\u0003';
const controlD = '\u0004';

/** One person, or program, at the command line of a device. */
export class ShellSession {
  readonly #device: ShellDevice;
  readonly #options: ShellOptions;
  #mode: string;
  #pages: boolean;
  #typed = '';
  #afterReturn = false;
  #waits: Waits = { for: 'line' };

  constructor(device: ShellDevice, options: ShellOptions) {
    this.#device = device;
    this.#options = options;
    this.#mode = device.model.start;
    this.#pages = device.model.pageLines > 0;
    this.#options.echo(onWire(`${device.filled(device.model.greeting)}${device.prompt(this.#mode)}`));
  }

  receive(keys: string): void {
    for (const key of keys) {
      const isSecond = key === '\n' && this.#afterReturn;
      this.#afterReturn = key === '\r';
      if (!isSecond) this.#press(key);
    }
  }

  #press(key: string): void {
    const { hasTerminal, echo, close } = this.#options;
    const isSecret = this.#waits.for === 'password';
    if (this.#waits.for === 'key') return this.#turn(key, this.#waits.rest);
    if (key === controlD && this.#typed === '') return close();
    if (key === controlC) {
      this.#typed = '';
      this.#waits = { for: 'line' };
      return echo(onWire(`^C\n${this.#prompt()}`));
    }
    if (key === '\b' || key === '\u007f') {
      if (this.#typed !== '' && hasTerminal && !isSecret) echo(erase);
      this.#typed = this.#typed.slice(0, -1);
      return undefined;
    }
    if (key !== '\r' && key !== '\n') {
      this.#typed += key;
      return hasTerminal && !isSecret ? echo(key) : undefined;
    }
    if (hasTerminal) echo('\r\n');
    const line = this.#typed.trim();
    this.#typed = '';
    return this.#enter(line);
  }

  #enter(line: string): void {
    if (!this.#options.begins()) return;
    const waits = this.#waits;
    this.#waits = { for: 'line' };
    if (waits.for === 'password') {
      const isRight = line === this.#device.filled(waits.rule.password ?? '');
      return isRight ? this.#perform(waits.rule, waits.text) : this.#say(this.#device.model.badPassword);
    }
    if (line === '') return this.#say('');
    const found = this.#device.apply(this.#mode, line);
    if (found === null) return this.#say(this.#device.model.unknown);
    if (found.rule.password === undefined) return this.#perform(found.rule, found.text);
    this.#waits = { for: 'password', rule: found.rule, text: found.text };
    return this.#options.carry('Password: ');
  }

  #perform({ mode, paging, closes }: ShellRule, text: string): void {
    if (mode !== undefined) this.#mode = mode;
    if (paging !== undefined) this.#pages = paging;
    if (!closes) return this.#say(text);
    this.#options.carry(onWire(text));
    return this.#options.close();
  }

  #say(text: string): void {
    const { pageLines, more } = this.#device.model;
    const noisy = this.#options.noise() + text;
    const lines = noisy.split(/(?<=\n)/);
    if (!this.#pages || lines.length <= pageLines) return this.#options.carry(onWire(noisy + this.#prompt()));
    this.#waits = { for: 'key', rest: lines.slice(pageLines - 1) };
    return this.#options.carry(onWire(lines.slice(0, pageLines - 1).join('') + more));
  }

  /** A key at the end of a page: a page more, a line more, or enough. */
  #turn(key: string, rest: readonly string[]): void {
    const { pageLines, more } = this.#device.model;
    const isEnough = key === 'q' || key === controlC;
    const count = isEnough ? 0 : key === '\r' || key === '\n' ? 1 : pageLines - 1;
    // What said that there is more is wiped out, as devices do it.
    const wiped = `\r${' '.repeat(more.length)}\r`;
    const left = isEnough ? [] : rest.slice(count);
    this.#waits = left.length === 0 ? { for: 'line' } : { for: 'key', rest: left };
    this.#options.carry(wiped + onWire(rest.slice(0, count).join('') + (left.length === 0 ? this.#prompt() : more)));
  }

  #prompt(): string {
    return this.#device.prompt(this.#mode);
  }
}

function onWire(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n');
}
