import type { z } from 'zod';
import { errorCatalogue, outcomeMeanings } from '../../errors/index.ts';
import { outcomeCodes, outcomeKinds } from '@jackfield/sdk';
import type { problemAnswer } from './answers/host-answers.ts';
import { FileConflict } from '../../sites/index.ts';
import { reportOf } from '../../control/index.ts';

export type Problem = z.input<typeof problemAnswer>;

/** Statuses of errors by code; all others are 422: what was asked is understood, and the host refuses it as things stand. */
const statuses: { readonly [code: string]: number | undefined } = {
  JF1042: 404, JF1014: 404, JF1043: 403, JF1045: 428, JF1046: 412, JF1047: 409, JF2201: 413, JF2220: 409, JF2222: 409, JF2223: 409, JF2226: 404, JF2227: 409, JF2228: 409, JF2229: 409, JF2230: 507, JF2231: 412, JF2238: 404, JF2253: 403, JF2254: 404, JF9434: 404, JF9450: 404, JF9451: 409,
  JF8004: 400, JF8401: 401, JF8402: 401, JF8423: 401, JF8427: 401, JF8403: 403, JF8422: 403, JF8430: 403, JF8428: 403, JF8407: 403, JF8420: 403, JF8412: 403, JF8009: 404, JF5001: 404, JF5021: 404, JF5023: 404, JF5003: 404, JF5004: 404, JF6001: 404, JF8405: 404, JF8408: 404, JF8409: 404, JF8421: 404, JF8424: 404, JF8426: 404, JF8415: 404,
  JF9901: 404, JF9902: 412, JF9903: 428, JF9904: 409, JF9911: 409, JF9921: 404, JF9922: 409, JF9923: 409, JF9924: 413, JF9925: 409, JF4108: 404, JF4109: 409, JF3007: 409,
  JF8406: 409, JF8431: 409, JF8410: 409, JF8413: 409, JF5002: 409, JF8414: 412, JF8411: 429, JF8008: 500, JF7003: 507, JF8429: 504, JF7006: 503, JF7007: 503,
  [outcomeCodes.Unreachable]: 504, [outcomeCodes.AuthFailed]: 502, [outcomeCodes.NotReady]: 503, [outcomeCodes.Conflict]: 409, [outcomeCodes.Refused]: 403,
};

/** An error as RFC 9457 has it: its code, place and hint are the same as in the terminal. */
export function problemOf(error: unknown): Problem {
  const { code, message, hint, where, more } = reportOf(error);
  const outcome = outcomeKinds.find((kind) => outcomeCodes[kind] === code);
  const title = errorCatalogue().find((kind) => kind.code === code)?.title ?? (outcome === undefined ? message : outcomeMeanings[outcome].title);
  // What nobody expected may say anything: it stands in the log, not in an answer.
  const detail = code === 'JF8008' ? 'an unexpected error; the log says which' : message;
  const now = error instanceof FileConflict ? error.now : null;
  return { type: `https://jackfield.dev/errors#${code.toLowerCase()}`, title, status: statuses[code] ?? 422, detail, code, hint, where, more, ...(now === null ? {} : { now: { file: now.file, etag: now.etag, text: now.text } }) };
}
