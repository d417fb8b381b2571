/** How a kind of secret looks. The secret itself is the first capture group that took part in the match. */
export interface SecretRule {
  readonly kind: string;
  /** Why it is taken for one, for a person who looks at the line. */
  readonly why: string;
  /** With the flags `d` and `g`. */
  readonly pattern: RegExp;
  /** False for what only looks like it. */
  readonly accepts?: (secret: string, match: RegExpExecArray) => boolean;
}

const words = '[A-Za-z]+(?:[ _./:-][A-Za-z]+){0,8}[ _-]?\\d?';
/** What is no value but a reference: of a shell, a template, a program, to a file. A value that only begins like one is a value. */
const references = [
  `<(?:${words}|/[^<>]*|[^<>]*/)?>?`, '<$', `\\[(?:${words}|["{'\\[].*)?\\]?`, `\\((?:\\d+ )?(?:${words})?\\)`, '\\{', '\\{[\\w.$]*\\}.*', '\\{\\{.*', '\\{[ "\'].*', '\\{\\w+: .*',
  '\\$\\{.*', '\\$\\(.*', '\\$(?:\\d|[A-Z][A-Z0-9]*_[A-Z0-9_]*|_?[A-Z]+\\d?|[a-z_][a-z_]*|[a-z]+(?:[A-Z][a-z]+)+)(?:[\\s"\'/:)].*)?', '\\$\\w+(?:\\[|->).*', '%[A-Za-z_]+%?', '%\\(\\w+\\)s',
  '[$%@]', '/(?:[a-z_-]*|[\\w.-]+/[\\w./-]*)', '@[a-z_]+',
];
/** Values that say that there is no secret here, or that it is elsewhere. */
const dull = new RegExp(
  `^(?:${[
    '[*x.#?_•-]+', 'none|null|nil|empty|n/?a|yes|no|true|false|on|off|ok', 'enabled?|disabled?|required|optional|unset|set|not set|hidden|removed|redacted|masked|suppressed|undefined',
    'default|unknown|invalid|expired|never|ask|prompt|changed?|incorrect|failed|success(?:ful)?', '\\d{1,2}',
  ].join('|')})[,;.]?$`,
  'i',
);
const reference = new RegExp(`^(?:${references.join('|')})[,;.]?$`);

export function isDull(value: string): boolean {
  const trimmed = value.trim();
  return dull.test(trimmed) || reference.test(trimmed);
}
