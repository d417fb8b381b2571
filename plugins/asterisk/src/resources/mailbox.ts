import { SettingsInvalid, type AmiReader } from '@jackfield/sdk';
import type { z } from 'zod';
import { eventsNamed, isDenied, isSuccess, notTold, numberOf, outcomeOf, textOf, told } from '../manager.ts';
import { putSection } from '../own-files/by-name.ts';
import type { Line, Section } from '../own-files/config-lines.ts';
import { voicemailFile } from '../own-files/kinds.ts';
import { ownResource } from '../own-files/own-resource.ts';
import { denialOf } from '../rights.ts';
import type { mailbox as schema } from '../schemas.ts';

export type MailboxSpec = z.output<typeof schema>;

type Shown = {
  readonly name: string;
  readonly email: string | null;
  /** Messages go along with the mail that tells of them. */
  readonly attach: boolean;
  readonly deleteAfterMail: boolean;
  readonly maxMessages: number;
};

/** The PIN is shown nowhere by Asterisk; the spec's schema marks its name as secret. */
type MailboxFacts = Shown & { readonly pin: string };

const action = 'VoicemailUserStatus';

/** The mailbox as the running Asterisk has it; null when it has none of that number in the context. */
export async function runningMailbox(ami: AmiReader, context: string, number: string): Promise<Shown | null> {
  const { response, events } = await ami.list(action, [['Context', context], ['Mailbox', number]]);
  if (textOf(response, 'EventList')?.toLowerCase() !== 'start') {
    // That there is none is said in words, of a Success that begins no list.
    if (/^(?:there (?:is|are) )?no (?:such )?(?:voicemail )?(?:users?|mailbox)\b/i.test(textOf(response, 'Message') ?? '')) return null;
    throw isDenied(response) ? await denialOf(ami, action) : isSuccess(response) ? notTold(action, 'whether there is such a mailbox') : outcomeOf(action, response);
  }
  // With searchcontexts=yes it finds the mailbox of another context, too.
  const found = eventsNamed(events, 'VoicemailUserDetail').find((event) => textOf(event, 'VoiceMailbox') === number && textOf(event, 'VMContext') === context);
  if (found === undefined) return null;
  const is = (header: string): boolean => told(found, header, action).toLowerCase() === 'yes';
  const maxMessages = numberOf(found, 'MaxMessageCount');
  if (maxMessages === null) throw notTold(action, 'MaxMessageCount');
  return { name: told(found, 'Fullname', action), email: told(found, 'Email', action) === '' ? null : textOf(found, 'Email'), attach: is('AttachMessage'), deleteAfterMail: is('DeleteMessage'), maxMessages };
}

function factsOf([, value]: Line): MailboxFacts {
  const [pin = '', name = '', email = '', , options = ''] = value.split(',');
  const given = new Map(options.split('|').map((option) => option.split('=')).map(([key = '', text = '']) => [key, text] as const));
  return { pin, name, email: email === '' ? null : email, attach: given.get('attach') === 'yes', deleteAfterMail: given.get('delete') === 'yes', maxMessages: Number(given.get('maxmsg') ?? '0') };
}

function lineOf(number: string, { pin, name, email, attach, deleteAfterMail, maxMessages }: MailboxFacts): Line {
  return [number, [pin, name, email ?? '', '', `attach=${attach ? 'yes' : 'no'}|delete=${deleteAfterMail ? 'yes' : 'no'}|maxmsg=${maxMessages}`].join(',')];
}

/** A voicemail box. */
export const mailbox = ownResource<MailboxSpec, 'context' | 'number', MailboxFacts, Shown>({
  noun: 'mailbox',
  file: voicemailFile,
  nameOf: ({ context, number }) => `${number}@${context}`,
  // Contexts are shared: app_voicemail takes the mailboxes of all sections of a name.
  sectionOf: () => null,
  keys: (sections) => sections.flatMap(({ name: context, lines }) => lines.map(([number]) => ({ context, number }))),
  find(sections, { context, number }) {
    const line = sections.find(({ name }) => name === context)?.lines.find(([option]) => option === number);
    return line === undefined ? null : factsOf(line);
  },
  put(sections, { context, number }, facts) {
    const others = (sections.find(({ name }) => name === context)?.lines ?? []).filter(([option]) => option !== number);
    const lines = (facts === null ? others : [...others, lineOf(number, facts)]).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const section: Section | null = lines.length === 0 ? null : { name: context, lines };
    return putSection(sections, context, section);
  },
  running: (ami, { context, number }) => runningMailbox(ami, context, number),
  shown: ({ pin: _pin, ...shown }) => shown,
  wanted(current, { context, number, name, email, pin, resetPin, ...spec }) {
    // People change theirs by phone: only who asks for it takes that away again.
    const kept = current === null || resetPin ? (pin ?? current?.pin) : current.pin;
    const who = name ?? current?.name;
    if (kept === undefined || who === undefined) throw new SettingsInvalid(`mailbox ${number}@${context} is new and needs a ${who === undefined ? 'name' : 'pin'}`);
    return {
      pin: kept,
      name: who,
      email: email === undefined ? (current?.email ?? null) : email,
      attach: spec.attach ?? current?.attach ?? true,
      deleteAfterMail: spec.deleteAfterMail ?? current?.deleteAfterMail ?? false,
      maxMessages: spec.maxMessages ?? current?.maxMessages ?? 100,
    };
  },
});
