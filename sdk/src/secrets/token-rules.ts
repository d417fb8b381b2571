import { isPlaceholder } from './placeholders.ts';
import { isDull, type SecretRule } from './secret-rule.ts';

const keyBegins = '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----';
const isKeyBody = (body: string): boolean => !isPlaceholder(body.replaceAll(/\\[nr]|[|>]/g, ' '));

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
    kind: 'password-hash', why: 'a password hash of crypt(3), a network device or an LDAP directory',
    pattern: /(?<![\w$])(\$(?:1|2[abxy]?|5|6|7|8|9|14|y|gy|apr1|md5|sha1|argon2(?:id?|d)|scrypt|pbkdf2[\w-]*)\$[./A-Za-z0-9$=,+-]{6,}|\{(?:S?SHA(?:256|512)?|S?MD5|CRYPT|PBKDF2[\w-]*|ARGON2)\}[A-Za-z0-9+/=$.,]{8,})/dg,
  },
  {
    kind: 'password-hash', why: 'a line of a shadow file',
    pattern: /^[ \t|]*[a-z_][\w.-]{0,31}:([./A-Za-z0-9]{13}):\d*:\d*:\d*:/dgm,
  },
  { kind: 'token', why: 'a JSON web token', pattern: /(?<![\w-])(eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{0,2000}(?:\.[\w-]*){0,2})/dg },
  {
    kind: 'cloud-key', why: 'a key of a cloud or code service, known by its beginning',
    pattern: new RegExp(
      `(?<![A-Za-z0-9_-])(${[
        '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}', 'AIza[\\w-]{35}', 'gh[pousr]_[A-Za-z0-9]{36,}', 'github_pat_\\w{22,}', 'glpat-[\\w-]{20,}', 'xox[abeoprs]-[A-Za-z0-9-]{10,}',
        '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}', 'sk-(?:[a-z]+-)*[A-Za-z0-9_-]{32,}', 'npm_[A-Za-z0-9]{36}', 'do[opr]_v1_[a-f0-9]{64}', 'hv[sbr]\\.[\\w-]{20,}', 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
        'ya29\\.[\\w-]{20,}', 'pypi-[\\w-]{32,}', 'AGE-SECRET-KEY-1[A-Z0-9]{20,}',
      ].join('|')})(?![A-Za-z0-9])`,
      'dg',
    ),
  },
  { kind: 'cloud-key', why: 'the key of a storage account or a shared access signature', pattern: /(?:AccountKey|SharedAccessKey|SharedAccessSignature|[?&;]sig)=([^\s"'<>;&]{16,})/dg },
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
  { kind: 'cookie', why: 'the cookie of a session', pattern: /^[ \t"'|]*(?:set-)?cookie["']?[ \t]*:[ \t]*["']?([^\s"'=;]{1,64}=[^\s"';]{6,}[^\n"']*)/dgim },
];
