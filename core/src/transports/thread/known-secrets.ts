import { createHash } from 'node:crypto';
import type { Credential, Credentials } from '../../sites/index.ts';

/** Shorter ones are replaced only where they stand alone: a community `ops` is in many words. */
const shortest = 6;

/** The secrets of a credential, and what is made of them to log in. */
function secretsOf(credential: Credential): readonly (string | null)[] {
  switch (credential.kind) {
    case 'snmp-community':
      return [credential.community, credential.writeCommunity];
    case 'snmp-user':
      return [credential.auth?.key ?? null, credential.privacy?.key ?? null];
    case 'ssh':
      // A key is also found by its lines, however they are indented.
      return [credential.password, credential.passphrase, ...(credential.privateKey ?? '').split(/\s*\n\s*/).filter((line) => line.length >= 16 && !line.startsWith('-----'))];
    case 'ami':
      return [credential.secret];
    case 'tcp':
      return [credential.password];
    case 'http-basic':
      return [credential.password, Buffer.from(`${credential.user}:${credential.password}`).toString('base64')];
    case 'http-token':
      return [credential.token, credential.token.replace(/^\w+ +/, '')];
  }
}

function allSecrets(credentials: Credentials): readonly string[] {
  const found = credentials.names.flatMap((name) => {
    try {
      return secretsOf(credentials.get(name));
    } catch {
      // A reference that leads nowhere: nobody has logged in with it.
      return [];
    }
  });
  return [...new Set(found.filter((secret) => secret !== null).filter((secret) => secret !== ''))];
}

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

/** Spellings of a secret, each with the spelling of its placeholder: it stays hex, base64 or an OID's arcs. */
function spellings(secret: string, placeholder: string): readonly (readonly [string, string])[] {
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
  return [
    [secret, placeholder], [JSON.stringify(secret).slice(1, -1), placeholder], [encodeURIComponent(secret), placeholder],
    [secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'), placeholder],
    [bytes.toString('base64'), stand.toString('base64')], [bytes.toString('base64url'), stand.toString('base64url')],
    ...base64Cores(bytes).flatMap((core): (readonly [string, string])[] => [[core, fitted('REDACTED', core.length)], [core.replaceAll('+', '-').replaceAll('/', '_'), fitted('REDACTED', core.length)]]),
    ...hex, ...hashes,
    [[...bytes].join('.'), [...Buffer.from(fitted(placeholder, bytes.length))].join('.')],
  ];
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);

/**
 * Takes the secrets of all credentials out of texts, in clear and in the spellings that devices and protocols give them.
 * Works where the secrets are, in the transport thread: who asks learns that there was one, never which.
 */
export function redactKnown(texts: readonly string[], credentials: Credentials): readonly string[] {
  const replacements = new Map<string, string>();
  const short: string[] = [];
  allSecrets(credentials).forEach((secret, at) => {
    const placeholder = `REDACTED-C${at + 1}`;
    if (secret.length < shortest) {
      short.push(secret);
      replacements.set(secret, placeholder);
      return;
    }
    for (const [of, by] of spellings(secret, placeholder)) if (!replacements.has(of)) replacements.set(of, by);
  });
  if (replacements.size === 0) return texts;
  // Digits at either side would make another number of an OID's arc.
  const forms = [...replacements.keys()].sort((one, other) => other.length - one.length)
    .map((form) => (short.includes(form) ? `(?<![A-Za-z0-9])${escaped(form)}(?![A-Za-z0-9])` : /^[\d.]+$/.test(form) ? `(?<!\\d)${escaped(form)}(?!\\d)` : escaped(form)));
  const any = new RegExp(forms.join('|'), 'g');
  return texts.map((text) => text.replaceAll(any, (found) => replacements.get(found) ?? found));
}
