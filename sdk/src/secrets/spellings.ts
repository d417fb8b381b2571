import { createHash } from 'node:crypto';

const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
const fitted = (text: string, length: number): string => text.slice(0, length).padEnd(length, 'X');

/** The part of base64 that a secret makes of itself when other bytes stand before and behind it, for each place it can begin at. */
function base64Cores(secret: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), secret]).toString('base64');
    const core = encoded.slice(before === 0 ? 0 : before + 1, Math.floor(((before + secret.length) * 8) / 6));
    return core.length >= 7 ? [core] : [];
  });
}

/** In capitals, in small letters and backwards. Small letters alone may be a word that is everywhere. */
function changedLetters(secret: string): readonly string[] {
  const [upper, lower] = [secret.toUpperCase(), secret.toLowerCase()];
  return [upper, ...(/^[a-z]+$/.test(lower) ? [] : [lower]), [...secret].toReversed().join('')].filter((written) => written !== secret);
}

/** Spellings of a secret, each with the spelling of its placeholder: it stays hex, base64 or an OID's arcs. */
export function spellings(secret: string, placeholder: string): readonly (readonly [string, string])[] {
  const [bytes, stand] = [Buffer.from(secret), Buffer.from(placeholder)];
  const pairs = (buffer: Buffer): readonly string[] => buffer.toString('hex').match(/../g) ?? [];
  const hex = ['', ' ', ':', '-'].flatMap((between): (readonly [string, string])[] => {
    const [of, by] = [pairs(bytes).join(between), pairs(stand).join(between)];
    return [[of, by], [of.toUpperCase(), by.toUpperCase()]];
  });
  const hashes = ['md5', 'sha1', 'sha256'].flatMap((algorithm): (readonly [string, string])[] => {
    const [of, by] = [digest(algorithm, secret), digest(algorithm, placeholder)];
    return [[of, by], [of.toUpperCase(), by.toUpperCase()]];
  });
  const percent = pairs(bytes).map((pair) => `%${pair}`).join('');
  const wide = Buffer.from(secret, 'utf16le');
  const utf16 = [wide, Buffer.from(wide).swap16()];
  return [
    [secret, placeholder], ...changedLetters(secret).map((written) => [written, placeholder] as const), [percent, placeholder], [percent.toUpperCase(), placeholder], [JSON.stringify(secret).slice(1, -1), placeholder], [encodeURIComponent(secret), placeholder],
    [secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'), placeholder],
    [bytes.toString('base64'), stand.toString('base64')], [bytes.toString('base64url'), stand.toString('base64url')],
    ...[bytes, ...utf16].flatMap(base64Cores).flatMap((core): (readonly [string, string])[] => [[core, fitted('REDACTED', core.length)], [core.replaceAll('+', '-').replaceAll('/', '_'), fitted('REDACTED', core.length)]]),
    ...hex, ...hashes,
    [[...bytes].join('.'), [...Buffer.from(fitted(placeholder, bytes.length))].join('.')],
  ];
}
