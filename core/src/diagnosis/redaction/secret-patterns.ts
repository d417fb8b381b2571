/** What is put where a secret was. */
export const redacted = '[redacted]';

interface SecretPattern {
  /** What it is called in the account of what was taken out. */
  readonly name: string;
  readonly pattern: RegExp;
  /** What stays before the secret, by the pattern's first group. */
  readonly keeps: boolean;
}

const word = String.raw`pass(?:word|wd|phrase)|secret|token|communit(?:y|ies)|(?:api|auth|priv(?:ate|acy)?|access|shared)[-_]?key`;
// A path or a name of an entry is no secret, and says where to look.
const named = String.raw`[\w.-]*(?:${word})(?!\w*(?:file|path|name)\b)[\w-]*`;
const quoted = String.raw`\\*"(?:[^"\\]|\\(?!")|\\+"(?=[^\s,}\]:]))*\\*"|'[^'\n]*'`;

/** Text that is a secret by its looks, whoever wrote it: devices, plugins, people. */
export const secretPatterns: readonly SecretPattern[] = [
  { name: 'private keys', pattern: /()-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g, keeps: false },
  { name: 'authorization headers', pattern: /(\b(?:Bearer|Basic|Digest|Token)\s+)[\w+/=.~-]{8,}/g, keeps: true },
  { name: 'values named as secrets', pattern: new RegExp(String.raw`(\\*["']?\b${named}\\*["']?\s*[:=]\s*)(?:${quoted}|(?![{[|>&*\s"'\\]|\[redacted\])[^\s,;}\]"']+)`, 'gi'), keeps: true },
  { name: 'lines of device configurations', pattern: /(\b(?:snmp-server community|(?:enable\s+)?(?:secret|password)\s+\d|username\s+\S+\s+(?:password|secret)(?:\s+\d)?|neighbor\s+\S+\s+password(?:\s+\d)?|key-string(?:\s+\d)?|pre-shared-key(?:\s+\w+)?)\s+)[^\s"'\\]+/gi, keeps: true },
  { name: 'passwords in addresses', pattern: /(:\/\/[^\s/:@"']+:)[^\s/@"']+(?=@)/g, keeps: true },
  { name: 'password hashes', pattern: /()\$(?:1|2[abxy]|5|6|7|y|gy|apr1|argon2\w*)\$[^\s:"',\\]+/g, keeps: false },
  { name: 'tokens', pattern: /()\b(?:eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|gh[pousr]_\w{20,}|AKIA[0-9A-Z]{16})/g, keeps: false },
];

const secretKey = new RegExp(`^${named}$`, 'i');

/** Whether what stands under this key is a secret. */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key);
}
