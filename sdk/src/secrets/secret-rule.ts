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

/** Values that say that there is no secret here, or that it is elsewhere. */
const dull = new RegExp(
  `^(?:${[
    '[*x.#?_•-]+', 'none|null|nil|empty|n/?a|yes|no|true|false|on|off|ok', 'enabled?|disabled?|required|optional|unset|set|not set|hidden|removed|redacted|masked|suppressed|undefined',
    'default|unknown|invalid|expired|never|ask|prompt|changed?|incorrect|failed|success(?:ful)?', '<.*>?', '\\[.*\\]?', '\\(.*\\)', '\\{\\{?.*', '\\$\\{?\\w+\\}?.*', '%\\w+%?', '/[\\w./-]*', '\\d{1,2}', '@\\w+',
  ].join('|')})[,;.]?$`,
  'i',
);

export function isDull(value: string): boolean {
  return dull.test(value.trim());
}
