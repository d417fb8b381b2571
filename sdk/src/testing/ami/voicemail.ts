import type { AsteriskModel } from './asterisk-model.ts';
import type { ConfigSection } from './config-file.ts';

/** A mailbox of voicemail.conf. */
export interface Mailbox {
  readonly context: string;
  readonly number: string;
  readonly pin: string;
  readonly name: string;
  readonly email: string;
  readonly pager: string;
  /** Such as `attach` and `delete`. */
  readonly options: ReadonlyMap<string, string>;
  /** Messages. */
  readonly fresh: number;
  readonly old: number;
}

/** Sections of voicemail.conf that hold no mailboxes. */
const others = new Set(['general', 'zonemessages']);

/** The mailboxes of all contexts, `1001 => 4242,Alice,alice@example.org,,attach=yes|delete=no`; of two of one number in a context the first stays. */
export function configuredMailboxes(sections: readonly ConfigSection[]): readonly Mailbox[] {
  const found = sections.filter(({ name, isTemplate }) => !isTemplate && !others.has(name)).flatMap(({ name: context, lines }) => lines.map(([number, text]): Mailbox => {
    const [pin = '', name = '', email = '', pager = '', options = ''] = text.split(',');
    const pairs = options.split('|').map((option) => option.split('=')).map(([key = '', value = '']) => [key.trim(), value.trim()] as const);
    return { context, number, pin, name, email, pager, options: new Map(pairs.filter(([key]) => key !== '')), fresh: 0, old: 0 };
  }));
  const keys = found.map(({ context, number }) => `${number}@${context}`);
  return found.filter((_mailbox, at) => keys.indexOf(keys[at] ?? '') === at);
}

/** Mailboxes that stand in the description instead of a file. */
export function describedMailboxes({ mailboxes }: AsteriskModel): readonly Mailbox[] {
  return mailboxes.map(({ box, context, fresh, old, most }) => ({ context, number: box, pin: '', name: '', email: '', pager: '', options: new Map([['maxmsg', String(most)]]), fresh, old }));
}
