import type { SecretRule } from './secret-rule.ts';

/** Text that was written as hex: in it the other rules look. */
export function encodedRules(holdsSecret: (text: string) => boolean): readonly SecretRule[] {
  return [
    {
      kind: 'encoded', why: 'a secret in a text that is written as hex',
      pattern: /(?<![0-9a-f])((?:[0-9a-f]{2}[ :-]?){11,40000}[0-9a-f]{2})(?![0-9a-f])/dgi,
      accepts: (encoded) => {
        const text = Buffer.from(encoded.replaceAll(/[ :-]/g, ''), 'hex').toString('latin1').replaceAll('\0', '\n');
        return /^[\t\n\r\x20-\x7e\xa0-\xff]+$/.test(text) && holdsSecret(text);
      },
    },
  ];
}
