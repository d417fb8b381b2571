import type { Actions } from './action.ts';
import type { Header } from './message.ts';

const reading = 'call,reporting,all';

export const statusActions: Actions = {
  Status: {
    summary: 'List channel status.',
    privilege: 'system,call,reporting,all',
    run: ({ asterisk: { model, startedAt }, list }) =>
      list({
        message: 'Channel status will follow',
        complete: 'StatusComplete',
        completeHeaders: [['Items', String(model.channels.length)]],
        idLast: true,
        events: model.channels.map((channel, at): readonly Header[] => {
          const id = `${Math.floor(startedAt / 1_000)}.${at}`;
          return [
            ['Event', 'Status'], ['Privilege', 'Call'], ['Channel', channel.channel], ['ChannelStateDesc', channel.state], ['CallerIDNum', channel.number], ['CallerIDName', channel.name],
            ['Context', channel.context], ['Exten', channel.extension], ['Uniqueid', id], ['Linkedid', id], ['Type', channel.channel.split('/')[0] ?? ''], ['BridgeID', channel.bridge],
            ['Application', channel.application], ['Data', channel.data], ['Nativeformats', `(${channel.codec})`], ['Readformat', channel.codec], ['Readtrans', ''], ['Writeformat', channel.codec],
            ['Writetrans', ''], ['Seconds', String(channel.seconds)],
          ];
        }),
      }),
  },
  VoicemailUsersList: {
    summary: 'List All Voicemail User Information.',
    privilege: reading,
    run({ asterisk: { model }, list, respond }) {
      // Without mailboxes it is a mere Success: no list begins.
      if (model.mailboxes.length === 0) return respond('Success', [['Message', 'There are no voicemail users currently defined.']]);
      return list({
        message: 'Voicemail user list will follow',
        complete: 'VoicemailUserEntryComplete',
        events: model.mailboxes.map(({ box, context, fresh, old, most }): readonly Header[] => [
          ['Event', 'VoicemailUserEntry'], ['VMContext', context], ['VoiceMailbox', box], ['Fullname', ''], ['Email', ''], ['MaxMessageCount', String(most)], ['MaxMessageLength', '0'],
          ['NewMessageCount', String(fresh)], ['OldMessageCount', String(old)],
        ]),
      });
    },
  },
};
