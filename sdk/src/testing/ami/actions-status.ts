import type { ActionCall, Actions } from './action.ts';
import type { Header } from './message.ts';

/** What of one channel is told, in the order of Asterisk; what is left out of a call that a manager ordered is empty there, too. */
function statuses({ asterisk: { model, startedAt, applications, channelsInCall } }: ActionCall): readonly (readonly Header[])[] {
  const ordered = [...applications].filter(([second]) => channelsInCall.includes(second.replace(/;2$/, ';1'))).map(([channel, application]) => ({ channel, application, state: 'Up', number: '', name: '', context: '', extension: '', bridge: '', data: '', codec: 'slin', seconds: 0 }));
  return [...model.channels, ...ordered].map((channel, at): readonly Header[] => {
    const id = `${Math.floor(startedAt / 1_000)}.${at}`;
    return [
      ['Event', 'Status'], ['Privilege', 'Call'], ['Channel', channel.channel], ['ChannelStateDesc', channel.state], ['CallerIDNum', channel.number], ['CallerIDName', channel.name],
      ['Context', channel.context], ['Exten', channel.extension], ['Uniqueid', id], ['Linkedid', id], ['Type', channel.channel.split('/')[0] ?? ''], ['BridgeID', channel.bridge],
      ['Application', channel.application], ['Data', channel.data], ['Nativeformats', `(${channel.codec})`], ['Readformat', channel.codec], ['Readtrans', ''], ['Writeformat', channel.codec],
      ['Writetrans', ''], ['Seconds', String(channel.seconds)],
    ];
  });
}

export const statusActions: Actions = {
  Status: {
    summary: 'List channel status.',
    privilege: 'system,call,reporting,all',
    run: (call) => {
      const asked = call.request.get('Channel');
      const events = statuses(call).filter((headers) => asked === '' || headers.some(([name, value]) => name === 'Channel' && value === asked));
      if (asked !== '' && events.length === 0) return call.respond('Error', [['Message', 'No such channel']]);
      call.list({ message: 'Channel status will follow', complete: 'StatusComplete', completeHeaders: [['Items', String(events.length)]], idLast: true, events });
    },
  },
};
