/** Where a problem was found: a file with line and column, a device, a transport to it, a plugin. All that is known, nothing more. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly device?: string;
  readonly plugin?: string;
  readonly transport?: string;
}

export interface ErrorKind {
  /** `JF` and four digits; never given to another meaning. */
  readonly code: string;
  /** The same in words, for the error page: `two networks overlap`. */
  readonly title: string;
  /** What to do next, one sentence. */
  readonly hint: string;
}

export interface ErrorOptions {
  readonly place?: Place;
  /** Replaces the kind's general hint by a better one for this case. */
  readonly hint?: string;
  readonly cause?: unknown;
}

const catalogue = new Map<string, ErrorKind>();

/** An error a person reads: what, where, what to do next. Made by the functions that `defineError` returns. */
export class JackfieldError extends Error {
  readonly code: string;
  readonly title: string;
  readonly hint: string;
  readonly place: Place;

  constructor(kind: ErrorKind, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    // A test runner prints the name: the code is how one finds the page of it.
    this.name = `JackfieldError ${kind.code}`;
    this.code = kind.code;
    this.title = kind.title;
    this.hint = options.hint ?? kind.hint;
    this.place = options.place ?? {};
  }

  /** The same, with more known of where. */
  at(place: Place): JackfieldError {
    return new JackfieldError(this, this.message, { place: { ...this.place, ...place }, cause: this.cause });
  }

  /** `sites/leeds.yaml:14:5`, or the device, or the plugin; empty when unknown. */
  get where(): string {
    const { file, line, column, device, plugin } = this.place;
    if (file !== undefined) return [file, line, column].filter((part) => part !== undefined).join(':');
    return [device, plugin].filter((part) => part !== undefined).join(' ');
  }
}

/** Makes errors of one kind, and tells whether an error is of it. */
export interface ErrorFactory {
  (message: string, options?: ErrorOptions): JackfieldError;
  readonly kind: ErrorKind;
  readonly is: (error: unknown) => error is JackfieldError;
}

/**
 * Enters a kind of error into the catalogue. Each room of core keeps its kinds in its `errors.ts`; the first digit after
 * `JF` says which: 1 sites, 2 plugins, 3 transports, 4 discovery and inventory, 5 health, 6 changes, 7 store,
 * 8 api and cli, 9 the host itself. `JF0…` are the SDK's outcomes.
 */
export function defineError(code: string, title: string, hint: string): ErrorFactory {
  if (!/^JF\d{4}$/.test(code)) throw new TypeError(`${code} is not an error code`);
  if (catalogue.has(code)) throw new TypeError(`error code ${code} is taken by "${catalogue.get(code)?.title ?? ''}"`);
  const kind: ErrorKind = { code, title, hint };
  catalogue.set(code, kind);
  const make = (message: string, options?: ErrorOptions): JackfieldError => new JackfieldError(kind, message, options);
  const is = (error: unknown): error is JackfieldError => error instanceof JackfieldError && error.code === code;
  return Object.assign(make, { kind, is });
}

/** All kinds of error defined so far, by code: the source of docs/errors.md. */
export function errorCatalogue(): readonly ErrorKind[] {
  return [...catalogue.values()].sort((a, b) => a.code.localeCompare(b.code));
}
