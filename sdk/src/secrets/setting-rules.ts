import { isDull, type SecretRule } from './secret-rule.ts';

const key =
  '(?:pass(?:word|wd|phrase|code)|passwort|pwd|secret|token|communit(?:y|ies)|psk|pre-?shared-?key|(?:api|access|private|shared|session|license|encryption|signing|wep|wpa|auth|priv)[-_]?key|key-string|md5[-_]?cred|bindpw|rootpw|[-_.](?:pw|pass)|\\bpass)';
/** Words behind the key that make it a setting about a secret instead of one. */
const about = /^[-_.]\d+$|^[-_.]?(?:files?|paths?|types?|polic|names?|ids?$|ttl|age|expir|min|max|len|url|uri|endpoint|timeout|lifetime|encrypt|ref|env|count|algo|scheme|method|changed?|required|enabled?|mode|status|mgmt|manage|hint|prompt|strength|complex|history|retr|attempt|lists?$|set$|valid|modif|last|reset|recover|servers?$|bucket|issuer|limit|usage|is|needed|protect)/i;
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

const nameKeys = ['name', 'key', 'field', 'option', 'variable', 'setting', 'parameter', 'param', 'id'] as const;
const valueKeys = ['value', 'val', 'content', 'data'] as const;

/**
 * Where a mapping holds a secret because another of its values names it: `value` of `{"name": "password", "value": "…"}`.
 *
 * @experimental
 * @since 0.1.0
 */
export function namedSecretKeys(mapping: { readonly [key: string]: unknown }): readonly string[] {
  const isNamed = nameKeys.some((name) => typeof mapping[name] === 'string' && isSecretName(mapping[name]));
  return isNamed ? valueKeys.filter((name) => name in mapping) : [];
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
    // Of running text too, when it begins as a reference does but is none.
    kind: 'setting', why: 'a setting whose name means a secret',
    pattern: new RegExp(`(?<name>${key})(?<rest>[\\w.-]{0,24})[ \\t]*(?:=>|:=|[:=])[ \\t]*([(<][^\\s\\0"'<>&,;()]{3,200}[)>]?)`, 'dgi'),
    // Words in brackets go on behind a blank.
    accepts: (value, match) => isSecret(value, match) && /\d|[)>]$/.test(value),
  },
  {
    // A list of names and values: in JSON, YAML and attributes of XML.
    kind: 'setting', why: 'the value beside a name that means a secret',
    pattern: new RegExp(`(?<![\\w-])(?:${nameKeys.join('|')})\\\\?["']?[ \\t]*[:=][ \\t]*\\\\?["']?[\\w.-]{0,40}?(?<name>${key})(?<rest>[\\w.-]{0,24})\\\\?["']?[ \\t]{0,9},?\\s{0,40}\\\\?["']?(?:${valueKeys.join('|')})\\\\?["']?[ \\t]*[:=][ \\t]*(?:\\\\"([^"\\\\\\n]+)\\\\"|${quoted}|([^\\s"'\\\\<>{}[\\],][^\\s"'<>,]*))`, 'dgi'),
    accepts: isSecret,
  },
  {
    kind: 'setting', why: 'the value beside a name that means a secret',
    pattern: new RegExp(`(?<![\\w-])(?:${valueKeys.join('|')})\\\\?["']?[ \\t]*:[ \\t]*(?:\\\\"([^"\\\\\\n]+)\\\\"|"((?:[^"\\\\\\n]|\\\\.)+)")[ \\t]{0,9},\\s{0,40}\\\\?["'](?:${nameKeys.join('|')})\\\\?["'][ \\t]*:[ \\t]*\\\\?["'][\\w.-]{0,40}?(?<name>${key})(?<rest>[\\w.-]{0,24})\\\\?["']`, 'dgi'),
    accepts: isSecret,
  },
  {
    kind: 'setting', why: 'a key of OpenWrt\'s configuration',
    pattern: /^[ \t|>+-]*(?:option[ \t]+(?:key\d?|sae_password|password|secret|auth_secret|acct_secret|psk)[ \t]+|(?:[\w@[\]-]{1,40}\.){0,4}key\d?=(?='))(?:'([^'\n]{3,})'|"([^"\n]{3,})"|([^\s'"]{3,}))[ \t]*$/dgm,
    accepts: (value) => !isDull(value),
  },
  {
    // A word is a sentence; a password has more than small letters.
    kind: 'setting', why: 'a secret in a comment',
    pattern: new RegExp(`(?:#|//[ \\t]|;[ \\t]|![ \\t])[^\\n]{0,200}?\\b(?<name>password|passwd|passphrase|secret|community|token)(?<rest>)[ \\t]{1,4}(?:(?:is|was|now|old|new|still)[ \\t:=]{1,4}){0,2}["']?([^\\s"'(),;]{5,100})`, 'dgi'),
    accepts: (value, match) => isSecret(value, match) && /\d/.test(value) && /[a-z]/i.test(value) && !/[/\\]|^\d+[a-z]{1,3}$|^v?\d+\.|:\/\//i.test(value),
  },
  {
    kind: 'setting', why: 'an element of XML whose name means a secret',
    pattern: new RegExp(`<(?:\\w+:)?[\\w.-]{0,40}?(?<name>${key})(?<rest>[\\w.-]{0,24})(?: [^<>\\n]*)?>([^<>\\n]+)</`, 'dgi'),
    accepts: isSecret,
  },
];
