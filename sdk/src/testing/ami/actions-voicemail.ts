import type { ActionCall, Actions } from './action.ts';
import type { Header } from './message.ts';
import type { Mailbox } from './voicemail.ts';

const privilege = 'call,reporting,all';
const yesNo = (value: string | undefined): string => (value === 'yes' ? 'Yes' : 'No');

function mailboxEvent(event: string, { context, number, name, email, pager, options, fresh, old }: Mailbox): readonly Header[] {
  return [
    ['Event', event], ['VMContext', context], ['VoiceMailbox', number], ['Fullname', name], ['Email', email], ['Pager', pager], ['ServerEmail', 'asterisk'], ['FromString', ''],
    ['MailCommand', '/usr/sbin/sendmail -t'], ['Language', options.get('language') ?? ''], ['TimeZone', options.get('tz') ?? ''], ['Callback', ''], ['Dialout', ''], ['UniqueID', ''],
    ['ExitContext', ''], ['SayDurationMinimum', '2'], ['SayEnvelope', 'Yes'], ['SayCID', 'No'], ['AttachMessage', yesNo(options.get('attach'))], ['AttachmentFormat', ''],
    ['DeleteMessage', yesNo(options.get('delete'))], ['VolumeGain', '0.00'], ['CanReview', 'No'], ['CanMarkUrgent', 'Yes'], ['CallOperator', 'No'],
    ['MaxMessageCount', options.get('maxmsg') ?? '100'], ['MaxMessageLength', '0'], ['NewMessageCount', String(fresh)], ['OldMessageCount', String(old)],
  ];
}

function answer({ asterisk, list, respond }: ActionCall, what: 'list' | 'detail', event: string, mailboxes: readonly Mailbox[]): void {
  // Without any mailbox it is a mere Success: no list begins.
  if (asterisk.mailboxes.length === 0) return respond('Success', [['Message', 'There are no voicemail users currently defined.']]);
  return list({ message: `Voicemail user ${what} will follow`, events: mailboxes.map((mailbox) => mailboxEvent(event, mailbox)), complete: `${event}Complete` });
}

export const voicemailActions: Actions = {
  VoicemailUsersList: {
    summary: 'List All Voicemail User Information.',
    privilege,
    run: (call) => answer(call, 'list', 'VoicemailUserEntry', call.asterisk.mailboxes),
  },
  VoicemailUserStatus: {
    summary: "Show the status of given voicemail user's info.",
    privilege,
    run(call) {
      const [context, number] = [call.request.get('Context'), call.request.get('Mailbox')];
      const found = call.asterisk.mailboxes.filter((mailbox) => mailbox.context === context && mailbox.number === number);
      if (found.length === 0 && call.asterisk.mailboxes.length > 0) return call.respond('Success', [['Message', 'There is no voicemail user of the given info.']]);
      return answer(call, 'detail', 'VoicemailUserDetail', found);
    },
  },
};
