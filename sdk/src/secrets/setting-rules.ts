import { isDull, type SecretRule } from './secret-rule.ts';

const key =
  '(?:pass(?:word|wd|phrase|code)|passwort|pwd|secret|token|communit(?:y|ies)|psk|pre-?shared-?key|(?:api|access|private|shared|session|license|encryption|signing|wep|wpa|auth|priv)[-_]?key|key-string|md5[-_]?cred|bindpw|rootpw|[-_.](?:pw|pass)|\\bpass)';
/** Words behind the key that make it a setting about a secret instead of one. */
const about = /^[-_.]\d+$|^[-_.]?(?:files?|paths?|types?|polic|names?|ids?$|ttl|age|expir|min|max|len|url|uri|endpoint|timeout|lifetime|encrypt|ref|env|count|algo|scheme|method|changed?|required|enabled?|mode|status|hint|prompt|strength|complex|history|retr|attempt|lists?$|set$|valid|modif|last|reset|recover|servers?$|bucket|issuer|limit|usage|is|needed|protect)/i;
/** Rights, well-known BGP communities and words of a MIB: not what an agent asks for. */
const notCommunity = /^(?:\d+:\d+|internet|no-export|no-advertise|local-as|additive|read-?only|read-?write|ro|rw|string|strings|names?|index|v[123]c?)\b/i;

function isSecret(value: string, match: RegExpExecArray): boolean {
  const { name = '', rest = '' } = match.groups ?? {};
  if (isDull(value) || about.test(rest)) return false;
  // What passed is counted in many tables.
  if (/pass$/i.test(name) && /^\d+$/.test(value)) return false;
  return !(/community/i.test(name) && notCommunity.test(value));
}

const wholeName = new RegExp(`^[\\w.-]{0,40}?${key}(?<rest>[\\w.-]{0,24})$`, 'i');

/**
 * Whether what stands under this name is a secret: `password`, `db.apiKey`; not `passwordFile` or `tokenTtl`.
 *
 * @experimental
 * @since 0.1.0
 */
export function isSecretName(name: string): boolean {
  const { rest } = wholeName.exec(name)?.groups ?? {};
  return rest !== undefined && !about.test(rest);
}

const quoted = '"((?:[^"\\\\\\n]|\\\\.)+)"|\'([^\'\\n]+)\'';

/** `name = value`, `name: value`, `"name": "value"`, `<name>value</name>`, `--name value`: names that mean a secret. */
export const settingRules: readonly SecretRule[] = [
  {
    kind: 'option', why: 'an option of a command line that takes a secret',
    pattern: new RegExp(`(?<![\\w-])--?(?<name>[\\w-]{0,20}?${key})(?<rest>[\\w-]{0,24})[ =](?:${quoted}|([^\\s"'-][^\\s"']*))`, 'dgi'),
    accepts: isSecret,
  },
  {
    // A line of its own, or of a console that a manager quotes: all of it is the value, blanks included.
    kind: 'setting', why: 'a setting whose name means a secret',
    pattern: new RegExp(`^[ \\t|>+-]*(?:[CS]\\d*: )?(?:[\\w-]{1,40}: )?(?:export |set )?["']?[\\w.-]{0,40}?(?<name>${key})(?<rest>[\\w.-]{0,24})["']?[ \\t]*(?:=>|:=|[:=])[ \\t]*(?:${quoted}|([^\\s"'][^\\n\\0]*))`, 'dgim'),
    accepts: isSecret,
  },
  {
    kind: 'setting', why: 'a setting whose name means a secret',
    pattern: new RegExp(`(?<name>${key})(?<rest>[\\w.-]{0,24})\\\\?["']?[ \\t]*(?:=>|:=|[:=])[ \\t]*(?:\\\\"([^"\\\\\\n]+)\\\\"|\\\\?"((?:[^"\\\\\\n]|\\\\.)+)\\\\?"|'([^'\\n]+)'|([^\\s\\0"'<>&,;()]+))`, 'dgi'),
    // In running text, where nothing is quoted, a colon is only a colon.
    accepts: (value, match) => isSecret(value, match) && !(match.at(-1) !== undefined && /^[a-z]+[.,]?$/.test(value)),
  },
  {
    kind: 'setting', why: 'an element of XML whose name means a secret',
    pattern: new RegExp(`<(?:\\w+:)?[\\w.-]{0,40}?(?<name>${key})(?<rest>[\\w.-]{0,24})(?: [^<>\\n]*)?>([^<>\\n]+)</`, 'dgi'),
    accepts: isSecret,
  },
];
