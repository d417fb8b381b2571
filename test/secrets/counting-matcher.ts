/** Goes on behind `at`; true when the rest matches. */
type Next = (at: number) => boolean;
type Node = (at: number, next: Next) => boolean;

interface Quantity {
  readonly least: number;
  readonly most: number;
  readonly lazy: boolean;
}

/**
 * A pattern of the kind that the rules are made of, matched by going back and forth as the engine does, but counting: each character that is
 * looked at is a step. Groups remember nothing, but for those that are named.
 */
export class CountingMatcher {
  steps = 0;
  #text = '';
  #back = false;
  #at = 0;
  readonly #source: string;
  readonly #flags: string;
  readonly #named = new Map<string, string>();
  readonly #whole: Node;

  constructor({ source, flags }: RegExp) {
    this.#source = source;
    this.#flags = flags.includes('i') ? 'i' : '';
    this.#whole = this.#alternatives();
    if (this.#at !== source.length) throw new RangeError(`not understood at ${this.#at}: ${source}`);
  }

  /** Steps of looking through all of a text. */
  look(text: string): number {
    this.steps = 0;
    this.#text = text;
    let end = 0;
    for (let at = 0; at <= text.length; at = Math.max(end, at + 1)) {
      end = 0;
      this.#whole(at, (reached) => {
        end = reached;
        return true;
      });
    }
    return this.steps;
  }

  #peek(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#at += text.length;
    return true;
  }

  #alternatives(): Node {
    const branches = [this.#sequence()];
    while (this.#take('|')) branches.push(this.#sequence());
    return branches.length === 1 ? (branches[0] ?? (() => false)) : (at, next) => branches.some((branch) => branch(at, next));
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !this.#peek('|') && !this.#peek(')')) parts.push(this.#quantified());
    // Behind is looked at from the end.
    if (this.#back) parts.reverse();
    return parts.reduceRight<Node>((rest, part) => (at, next) => part(at, (reached) => rest(reached, next)), (at, next) => next(at));
  }

  #quantified(): Node {
    const begun = this.#at;
    const atom = this.#atom();
    const isCharacter = !/^(?:\(|\^|\$|\\[bk])/.test(this.#source.slice(begun));
    const [written, least, , most] = /^(?:[*+?]|\{(\d+)(,)?(\d+)?\})/.exec(this.#source.slice(this.#at)) ?? [];
    if (written === undefined) return atom;
    this.#at += written.length;
    const lazy = this.#take('?');
    const bounds = written === '*' ? [0, Infinity] : written === '+' ? [1, Infinity] : written === '?' ? [0, 1] : [Number(least), most !== undefined ? Number(most) : written.includes(',') ? Infinity : Number(least)];
    const quantity = { least: bounds[0] ?? 0, most: bounds[1] ?? Infinity, lazy };
    return isCharacter && !lazy ? this.#run(atom, quantity) : this.#repeated(atom, quantity);
  }

  #repeated(atom: Node, { least, most, lazy }: Quantity): Node {
    const from = (at: number, done: number, next: Next): boolean => {
      const again = (): boolean => done < most && atom(at, (reached) => (reached === at && done >= least ? false : from(reached, done + 1, next)));
      if (done < least) return again();
      return lazy ? next(at) || again() : again() || next(at);
    };
    return (at, next) => from(at, 0, next);
  }

  /** As many of a character as there are, then one less at a time: without a call for each, as texts are long. */
  #run(character: Node, { least, most }: Quantity): Node {
    const by = this.#back ? -1 : 1;
    return (at, next) => {
      let count = 0;
      while (count < most && character(at + by * count, () => true)) count += 1;
      for (; count >= least; count -= 1) if (next(at + by * count)) return true;
      return false;
    };
  }

  #atom(): Node {
    if (this.#take('(')) return this.#group();
    if (this.#take('^')) return (at, next) => this.#step(at === 0 || this.#text[at - 1] === '\n') && next(at);
    if (this.#take('$')) return (at, next) => this.#step(at === this.#text.length || this.#text[at] === '\n') && next(at);
    if (this.#take('\\b')) return (at, next) => this.#step(this.#isWord(at - 1) !== this.#isWord(at)) && next(at);
    const [reference, name] = /^\\k<(\w+)>/.exec(this.#source.slice(this.#at)) ?? [];
    if (reference !== undefined && name !== undefined) {
      this.#at += reference.length;
      return (at, next) => {
        const text = this.#named.get(name) ?? '';
        return this.#step(this.#text.startsWith(text, at)) && next(at + text.length);
      };
    }
    return this.#character();
  }

  #character(): Node {
    const [written] = /^(?:\[(?:\\[\s\S]|[^\]\\])*\]|\\x[0-9a-f]{2}|\\[\s\S]|[\s\S])/.exec(this.#source.slice(this.#at)) ?? [''];
    this.#at += written.length;
    const one = new RegExp(`^${written}$`, `${this.#flags}s`);
    const known = new Map<string, boolean>();
    const fits = (character: string | undefined): boolean => {
      if (character === undefined) return false;
      const before = known.get(character);
      if (before !== undefined) return before;
      const now = one.test(character);
      known.set(character, now);
      return now;
    };
    return this.#back
      ? (at, next) => this.#step(fits(this.#text[at - 1])) && next(at - 1)
      : (at, next) => this.#step(fits(this.#text[at])) && next(at + 1);
  }

  #group(): Node {
    const outer = this.#back;
    const around = /^\?(<?)([=!])/.exec(this.#source.slice(this.#at, this.#at + 3));
    const [named, name] = /^\?<(\w+)>/.exec(this.#source.slice(this.#at)) ?? [];
    if (around !== null) this.#back = around[1] === '<';
    if (around !== null) this.#at += around[0].length;
    else if (named !== undefined) this.#at += named.length;
    else this.#take('?:');
    const inner = this.#alternatives();
    if (!this.#take(')')) throw new RangeError(`a group is not closed at ${this.#at}: ${this.#source}`);
    this.#back = outer;
    if (around !== null) return (at, next) => inner(at, () => true) === (around[2] === '=') && next(at);
    if (name === undefined) return inner;
    return (at, next) => inner(at, (reached) => {
      this.#named.set(name, this.#text.slice(at, reached));
      return next(reached);
    });
  }

  #step(fits: boolean): boolean {
    this.steps += 1;
    return fits;
  }

  #isWord(at: number): boolean {
    return /\w/.test(this.#text[at] ?? '');
  }
}
