/**
 * JSON-RPC 2.0 as it crosses, after validation. Both ends read messages through here and trust nothing before.
 *
 * @internal
 * @since 0.1.0
 */
export type Message =
  | { readonly type: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly type: 'notification'; readonly method: string; readonly params: unknown }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: WireError };

/**
 * An error as it crosses: the outcome's kind or null for a fault, its stable code, what to do next, facts; of a fault also
 * the place in the bundle where it was thrown.
 *
 * @internal
 * @since 0.1.0
 */
export interface WireError {
  readonly message: string;
  readonly kind: string | null;
  readonly code: string | null;
  readonly hint: string | null;
  readonly data: unknown;
  readonly at?: string | null;
}

/**
 * Levels of nesting in one frame: deeper ones only serve to exhaust somebody's stack.
 *
 * @internal
 * @since 0.1.0
 */
export const maxDepth = 100;

/**
 * An object of which nothing is known yet.
 *
 * @internal
 * @since 0.1.0
 */
export type Fields = { readonly [key: string]: unknown };

/**
 * Whether a value is an object that is no list.
 *
 * @internal
 * @since 0.1.0
 */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether a value can number a message.
 *
 * @internal
 * @since 0.1.0
 */
export function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function hasOnly(value: Fields, keys: readonly string[]): boolean {
  for (const key of Object.keys(value)) if (!keys.includes(key)) return false;
  return true;
}

/** Where the string ends that starts at a quote; past the text when it does not. By search: a text within a text is long. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text.charCodeAt(quote - 1 - escapes) === 0x5c) escapes += 1;
    // Escapes come in pairs but for the one that escapes the quote.
    if (escapes % 2 === 0) return quote;
  }
  return text.length;
}

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 0x22) at = endOfString(text, at);
    else if (character === 0x7b || character === 0x5b) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (character === 0x7d || character === 0x5d) depth -= 1;
  }
  return false;
}

/**
 * The value of a JSON text from the other end, without `__proto__` keys; throws SyntaxError, also when nested too deep.
 *
 * @internal
 * @since 0.1.0
 */
export function parseUntrusted(text: string): unknown {
  // What opens must close: a short text nests too deep only when it is no JSON anyway.
  if (text.length > 2 * maxDepth && nestsTooDeep(text)) throw new SyntaxError(`nested deeper than ${maxDepth}`);
  if (!['__proto__', '\\u005f', '\\u005F'].some((spelling) => text.includes(spelling))) return JSON.parse(text);
  return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
}

function readError(value: unknown): WireError | null {
  if (!isFields(value) || !hasOnly(value, ['code', 'message', 'data']) || typeof value['code'] !== 'number') return null;
  const { message, data } = value;
  if (typeof message !== 'string' || !isFields(data)) return null;
  const { kind, code, hint, data: facts, at } = data;
  const text = (part: unknown): part is string | null | undefined => part === null || part === undefined || typeof part === 'string';
  if (!text(kind) || !text(code) || !text(hint) || !text(at)) return null;
  return { message: message.slice(0, 8_192), kind: kind ?? null, code: code ?? null, hint: hint ?? null, data: facts, at: at?.slice(0, 1_024) ?? null };
}

/**
 * The message of a frame, or a sentence that says why it is none.
 *
 * @internal
 * @since 0.1.0
 */
export function readMessage(text: string): Message | string {
  let value: unknown;
  try {
    value = parseUntrusted(text);
  } catch {
    return 'a frame that is not JSON';
  }
  if (!isFields(value) || value['jsonrpc'] !== '2.0' || !hasOnly(value, ['jsonrpc', 'id', 'method', 'params', 'result', 'error'])) {
    return 'a frame that is not JSON-RPC 2.0';
  }
  const { id, method, params } = value;
  if (id !== undefined && !isId(id)) return 'a message with an id that is not a positive integer';
  if (method !== undefined) {
    if (typeof method !== 'string' || 'result' in value || 'error' in value) return 'a message that is both call and answer';
    return id === undefined ? { type: 'notification', method, params } : { type: 'request', id, method, params };
  }
  if (id === undefined || 'params' in value || 'result' in value === 'error' in value) return 'an answer that is none';
  if ('result' in value) return { type: 'result', id, result: value['result'] };
  const error = readError(value['error']);
  return error === null ? 'an error without its parts' : { type: 'error', id, error };
}
