import { isDull, type SecretRule } from './secret-rule.ts';

export const value = '(?:"([^"\\n]+)"|([^\\s";]+))';
/** How a device says in which form the secret follows: Cisco's 0, 5, 7, Huawei's cipher, Juniper's and others' words. */
export const form = '(?:(?:level \\d{1,3}|encrypted|enc|cipher(?:text)?|irreversible-cipher|simple|plain(?:text)?|hash|ascii|hex|local|sha256|sha512|clear|\\d{1,2})[ \\t]{1,20}){0,3}';

/** A secret that stands behind these words. */
export function line(kind: string, why: string, before: string): SecretRule {
  return { kind, why, pattern: new RegExp(`${before}[ \\t]{1,20}${form}${value}`, 'dgim'), accepts: (secret) => !isDull(secret) };
}

/** What a line begins with, a quoted text, or what a label introduces. */
export const beginning = '(?:^[ \\t|]{0,200}|(?:["\'|,;]|: |\\\\[nrt])[ \\t|]{0,8})(?:set[ \\t]{1,20})?';
/** Such a beginning lies before it. Looked at from behind: the engine seeks the words first, which is ten times faster. */
export const start = `(?<=${beginning})`;
