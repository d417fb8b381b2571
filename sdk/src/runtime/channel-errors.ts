import { isOutcomeKind, outcome, outcomeCodes, type OutcomeKind } from '../contract/outcome.ts';
import type { JsonObject, Json } from '../contract/json.ts';
import { isFields, type Fields, type WireError } from './messages.ts';

/**
 * A fault at the other end: not an outcome of the device.
 *
 * @internal
 * @since 0.1.0
 */
export class RemoteFault extends Error {
  readonly code: string | null;
  readonly hint: string | null;
  /** Where it was thrown, as the other end says: `file:///…/plugin.js:3:7`. */
  readonly at: string | null;

  constructor({ message, code, hint, at = null }: WireError) {
    super(message);
    this.name = 'RemoteFault';
    this.code = code;
    this.hint = hint;
    this.at = at;
  }
}

/**
 * The channel is closed: the other end is gone, or broke the rules.
 *
 * @internal
 * @since 0.1.0
 */
export class ChannelClosed extends Error {
  constructor(reason: string) {
    super(`the channel is closed: ${reason}`);
    this.name = 'ChannelClosed';
  }
}

function isJson(value: unknown, depth = 0): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return true;
  if (typeof value !== 'object' || depth > 20) return false;
  return Object.values(value).every((part) => isJson(part, depth + 1));
}

function isJsonObject(value: unknown): value is JsonObject {
  return isFields(value) && isJson(value);
}

/** The innermost place of a stack that is in a file: Node's own are not. */
function placeOf({ stack }: Error): string | null {
  return /^\s*at (?:.*\()?(file:\/\/[^\s()]+:\d+:\d+)\)?$/m.exec(stack ?? '')?.[1] ?? null;
}

/**
 * The parts of an error that cross. Outcomes are known by what they carry, not by their class: a plugin's bundle has a
 * copy of its own.
 *
 * @internal
 * @since 0.1.0
 */
export function encodeError(error: unknown): WireError {
  if (!(error instanceof Error)) return { message: `thrown: ${describe(error)}`, kind: null, code: null, hint: null, data: {} };
  const { kind, code, hint, data }: Fields = Object.fromEntries(Object.entries(error));
  const outcomeKind: OutcomeKind | null = isOutcomeKind(kind) ? kind : null;
  return {
    message: error.message,
    kind: outcomeKind,
    code: outcomeKind === null ? (typeof code === 'string' ? code : null) : outcomeCodes[outcomeKind],
    hint: typeof hint === 'string' ? hint : null,
    data: isJsonObject(data) ? data : {},
    ...(outcomeKind === null ? { at: placeOf(error) } : {}),
  };
}

function describe(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 1_024) : typeof value;
}

/**
 * The error of JSON-RPC with ours in its `data`, as text.
 *
 * @internal
 * @since 0.1.0
 */
export function errorText(error: unknown): string {
  const { message, ...data } = encodeError(error);
  return JSON.stringify({ code: -32_000, message: message.slice(0, 8_192), data });
}

/**
 * An outcome when the other end named one, else a fault.
 *
 * @internal
 * @since 0.1.0
 */
export function decodeError(error: WireError): Error {
  if (!isOutcomeKind(error.kind)) return new RemoteFault(error);
  return outcome(error.kind, error.message, {
    ...(error.hint === null ? {} : { hint: error.hint }),
    ...(isJsonObject(error.data) ? { data: error.data } : {}),
  });
}
