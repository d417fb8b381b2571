import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Credential, Credentials } from '../../sites/index.ts';
import { redactKnown } from './known-secrets.ts';

function credentials(entries: { readonly [name: string]: Credential }): Credentials {
  return {
    names: [...Object.keys(entries), 'broken'],
    get(name) {
      const entry = entries[name];
      if (entry === undefined) throw new Error('its file is gone');
      return entry;
    },
  };
}

const community = (secret: string): Credentials => credentials({ lab: { kind: 'snmp-community', community: secret, writeCommunity: null } });

test('a secret is taken out of any text, in clear, JSON, a URL, hex, base64 inside of other bytes, hashes and OIDs', () => {
  const around = fc.string({ maxLength: 12 });
  // No character twice: the base64 of a secret that repeats itself would be found at the wrong place.
  const secrets = fc.shuffledSubarray([...'abcXYZ0189 !"#%&+/<>?é\\'], { minLength: 6, maxLength: 18 }).map((characters) => characters.join(''));
  fc.assert(fc.property(secrets, around, around, (secret, before, behind) => {
    const bytes = Buffer.from(secret);
    const hidden = [
      before + secret + behind,
      JSON.stringify({ value: `${before}${secret}` }),
      `https://x/?a=${encodeURIComponent(secret)}`,
      bytes.toString('hex'), bytes.toString('hex').toUpperCase(), (bytes.toString('hex').match(/../g) ?? []).join(' '),
      createHash('md5').update(secret).digest('hex'),
      `1.3.6.1.6.3.18.1.1.1.2.${[...bytes].join('.')}`,
    ];
    const redacted = redactKnown(hidden, community(secret));
    const left = redacted.filter((text, at) => text === hidden[at]);
    expect(left).toEqual([]);
    expect(redacted[0]).not.toContain(secret);
    expect(redacted[7]?.split('.')).toHaveLength(11 + bytes.length);
    const [encoded = ''] = redactKnown([Buffer.from(`${before}${secret}${behind}`).toString('base64')], community(secret));
    expect(Buffer.from(encoded, 'base64').toString()).not.toContain(secret);
  }), { numRuns: 300 });
});

test('all kinds of credentials are known; what a reference cannot give has never been used', () => {
  const all = credentials({
    v3: { kind: 'snmp-user', user: 'ops', auth: { protocol: 'sha', key: 'auth-phrase' }, privacy: { protocol: 'aes', key: 'privacy-phrase' } },
    ssh: { kind: 'ssh', user: 'root', password: 'hunter2222', privateKey: '-----BEGIN X-----\nMIIEabcdefghijklmnop\n-----END X-----\n', passphrase: 'pass-phrase' },
    ami: { kind: 'ami', user: 'root', secret: 'asterisk-secret' },
    basic: { kind: 'http-basic', user: 'admin', password: 'web-password' },
    token: { kind: 'http-token', header: 'authorization', token: 'Bearer 0123456789abcdef' },
    login: { kind: 'http-oauth2', path: '/api/oauth2/token', user: 'admin', password: 'api-password' },
  });
  const texts = ['auth-phrase', 'privacy-phrase', 'hunter2222', '  MIIEabcdefghijklmnop', 'pass-phrase', 'asterisk-secret', `Basic ${Buffer.from('admin:web-password').toString('base64')}`, 'token=0123456789abcdef', 'root admin ops', 'api-password'];
  expect(redactKnown(texts, all)).toEqual([
    'REDACTED-C1', 'REDACTED-C2', 'REDACTED-C3', '  REDACTED-C5', 'REDACTED-C4', 'REDACTED-C6', 'Basic REDACTED-C8', 'token=REDACTED-C10', 'root admin ops', 'REDACTED-C11',
  ]);
});

test('in capitals, in small letters, backwards, with every byte behind a percent sign, between colons, in UTF-16', () => {
  const secret = 'Xk9-public!';
  const pairs = Buffer.from(secret).toString('hex').match(/../g) ?? [];
  const wide = Buffer.from(`a${secret}b`, 'utf16le');
  const forms = [
    secret.toUpperCase(), secret.toLowerCase(), [...secret].toReversed().join(''), pairs.map((pair) => `%${pair}`).join(''), pairs.map((pair) => `%${pair.toUpperCase()}`).join(''), pairs.join(':'),
    [...Buffer.from(secret)].join('.'), Buffer.from(secret, 'utf16le').toString('base64'), wide.toString('base64'), Buffer.from(wide).swap16().toString('base64'),
  ];
  expect(redactKnown(forms, community(secret)).filter((text, at) => text === forms[at])).toEqual([]);
  expect(redactKnown(['noitcennoc', 'publication'], community(secret))).toEqual(['noitcennoc', 'publication']);
});

test('a short secret goes where it stands alone', () => {
  expect(redactKnown(['community ops', 'ops', 'opsdata shops'], community('ops'))).toEqual(['community REDACTED-C1', 'REDACTED-C1', 'opsdata shops']);
});
