import { isPlaceholder } from './placeholders.ts';
import { isDull, type SecretRule } from './secret-rule.ts';

const keyBegins = '-----BEGIN (?:[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OpenVPN [\\w -]{0,40}key(?: V\\d)?)-----';
const isKeyBody = (body: string): boolean => !isPlaceholder(body.replaceAll(/\\[nr]|[|>]/g, ' '));

/** Base64 of `user:password`. */
function isLogin(encoded: string): boolean {
  return /^[\x20-\x7e]{0,100}:[\x20-\x7e]{1,200}$/.test(Buffer.from(encoded, 'base64').toString('latin1'));
}

/** Secrets that are known by their own shape, wherever they stand. */
export const tokenRules: readonly SecretRule[] = [
  {
    kind: 'private-key', why: 'a private key block',
    pattern: new RegExp(`${keyBegins}((?:(?!-----(?:END|BEGIN) )[\\s\\S]){1,40000})-----END `, 'dg'),
    accepts: isKeyBody,
  },
  {
    // Cut off: what looks like lines of it.
    kind: 'private-key', why: 'a private key block without its end',
    pattern: new RegExp(`${keyBegins}((?:(?:\\r?\\n|\\\\r|\\\\n)[ \\t|>]*(?:[A-Za-z0-9+/=]{1,100}|[A-Za-z-]{1,30}: [^\\n\\\\]{0,200})?(?=[\\s\\\\"]|$))+)`, 'dg'),
    accepts: isKeyBody,
  },
  { kind: 'private-key', why: 'the private part of a PuTTY key', pattern: /^[ \t]*Private-Lines: \d+\r?\n((?:[ \t]*[A-Za-z0-9+/=]{8,}\r?\n?)+)/dgm },
  {
    kind: 'private-key', why: 'a private key in base64',
    pattern: /(?<![A-Za-z0-9+/])([A-Za-z0-9+/]{60,40000}={0,2}(?:\r?\n[ \t]*[A-Za-z0-9+/]{60,100}){0,800}(?:\r?\n[ \t]*[A-Za-z0-9+/]{4,100}={0,2}(?![^\s"]))?)/dg,
    accepts: (encoded) => /PRIVATE KEY(?: BLOCK)?-----|openssh-key-v1/.test(Buffer.from(encoded, 'base64').toString('latin1')),
  },
  {
    kind: 'password-hash', why: 'a password hash of crypt(3), a network device or an LDAP directory',
    pattern: /(?<![\w$])(\$(?:1|2[abxy]?|5|6|7|8|9|14|y|gy|apr1|md5|sha1|argon2(?:id?|d)|scrypt|pbkdf2[\w-]*)\$[./A-Za-z0-9$=,+-]{6,}|\{(?:S?SHA(?:256|512)?|S?MD5|CRYPT|PBKDF2[\w-]*|ARGON2)\}[A-Za-z0-9+/=$.,]{8,})/dg,
  },
  {
    kind: 'password-hash', why: 'a line of a shadow file',
    pattern: /^[ \t|]*[a-z_][\w.-]{0,31}:([./A-Za-z0-9]{13}):\d*:\d*:\d*:/dgm,
  },
  { kind: 'password-hash', why: 'the hashes of a Windows or Samba account', pattern: /(?<![\w.$-])[\w.$-]{1,64}:\d{1,10}:([0-9A-FX]{32}:[0-9A-F]{32}):/dgi },
  { kind: 'password-hash', why: 'the hash of a Windows or Samba account', pattern: /\b(?:nt|lm|ntlm)[-_ ]?hash["']?[ \t]*[:=][ \t]*["']?([0-9a-f]{32})\b/dgi },
  { kind: 'token', why: 'a JSON web token', pattern: /(?<![\w-])(eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{0,2000}(?:\.[\w-]*){0,2})/dg },
  {
    kind: 'cloud-key', why: 'a key of a cloud or code service, known by its beginning',
    pattern: new RegExp(
      `(?<![A-Za-z0-9_-])(${[
        '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}', 'AIza[\\w-]{35}', 'gh[pousr]_[A-Za-z0-9]{36,}', 'github_pat_\\w{22,}', 'glpat-[\\w-]{20,}', 'xox[abeoprs]-[A-Za-z0-9-]{10,}',
        '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}', 'sk-(?:[a-z]{1,20}-){0,4}[A-Za-z0-9_-]{32,}', 'npm_[A-Za-z0-9]{36}', 'do[opr]_v1_[a-f0-9]{64}', 'hv[sbr]\\.[\\w-]{20,}', 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
        'ya29\\.[\\w-]{20,}', 'pypi-[\\w-]{32,}', 'AGE-SECRET-KEY-1[A-Z0-9]{20,}',
      ].join('|')})(?![A-Za-z0-9])`,
      'dg',
    ),
  },
  { kind: 'cloud-key', why: 'the key of a storage account or a shared access signature', pattern: /(?:AccountKey|SharedAccessKey|SharedAccessSignature|[?&;]sig)=([^\s"'<>;&]{16,})/dg },
  { kind: 'cloud-key', why: 'the token of a bot of Telegram', pattern: /(?:\bbot|(?<![\w:]))(\d{6,12}:AA[\w-]{30,})/dg },
  {
    kind: 'cloud-key', why: 'the address of a webhook, which is all that it asks for',
    pattern: /(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/webhooks\/|webhook\.office\.com\/webhookb2\/)([\w/@-]{20,300})/dgi,
  },
  { kind: 'token', why: 'the token of a session in an address', pattern: /[;?&](?:stok|sysauth|jsessionid|phpsessid|session_?id)=([\w.-]{8,200})/dgi },
  {
    kind: 'url-password', why: 'a URL with a token for a user',
    pattern: /https?:\/\/([\w.~%-]{16,255})@/dgi,
    accepts: (user) => /\d/.test(user) && /[a-z]/i.test(user) && !user.includes('.') && !user.includes('%40'),
  },
  {
    kind: 'url-password', why: 'a URL with a password',
    pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,100}:([^\s/@"'<>]{1,200})@/dgi,
  },
  {
    kind: 'authorization', why: 'what a client logs in with over HTTP or SIP',
    pattern: /(?:authorization|x-auth-key)["']?[ \t]*[:=][ \t]*["']?(?:(?:basic|bearer|token|negotiate|apikey)[ \t]+)?(digest[ \t][^\n]+|[^\s"'][^\n"']*)/dgi,
    // Events of a PBX and headers of a page use the word in sentences.
    accepts: (value) => !isDull(value) && !/^digest[ \t]+REDACTED/i.test(value) && /^(?:\S{6,}|\S+="?)/.test(value),
  },
  { kind: 'authorization', why: 'a bearer token', pattern: /\bBearer[ \t]+([\w.~+/=-]{16,})/dg },
  { kind: 'authorization', why: 'a user and a password in base64', pattern: /\bBasic[ \t]+([A-Za-z0-9+/]{6,400}={0,2})(?![\w+/=])/dg, accepts: isLogin },
  { kind: 'authorization', why: 'the login to a registry', pattern: /["']auth["'][ \t]*:[ \t]*["']([A-Za-z0-9+/]{6,400}={0,2})["']/dg, accepts: isLogin },
  { kind: 'cookie', why: 'the cookie of a session', pattern: /^[ \t"'|]*(?:set-)?cookie["']?[ \t]*:[ \t]*["']?([^\s"'=;]{1,64}=[^\s"';]{6,}[^\n"']*)/dgim },
];
