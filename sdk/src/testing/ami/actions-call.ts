import type { Action, ActionCall, Actions } from './action.ts';
import type { AsteriskModel } from './asterisk-model.ts';
import type { Header } from './message.ts';

type Callee = AsteriskModel['callees'][string];

/** Reason of OriginateResponse and Q.850 cause of the hangup, as a Local channel has them. */
const endings = {
  answered: { reason: '4', cause: '16' },
  noAnswer: { reason: '3', cause: '0' },
  busy: { reason: '1', cause: '17' },
  failed: { reason: '1', cause: '34' },
} as const;

/** An order of a call, as `Originate` has it. */
interface Order {
  readonly channel: string;
  readonly id: string;
  readonly actionId: string;
  readonly application: string;
  readonly data: string;
}

const emit = ({ asterisk }: ActionCall, event: string, headers: readonly Header[]): void =>
  asterisk.emit({ privilege: 'call,all', lines: [['Event', event], ['Privilege', 'call,all'], ...headers] });

const channelHeaders = (channel: string, id: string, state: 'Down' | 'Up'): readonly Header[] => [
  ['Channel', channel], ['ChannelState', state === 'Up' ? '6' : '0'], ['ChannelStateDesc', state], ['Uniqueid', id], ['Linkedid', id],
];

/** What the dialplan dials, and that it answers. A dialplan that answers by itself dials nothing. */
function dialled(call: ActionCall, { id }: Pick<Order, 'id'>, name: string, extension: string, { application, channel, rings, outcome }: Callee): void {
  const second = name.replace(/;1$/, ';2');
  call.asterisk.applications.set(second, application);
  if (application !== 'Dial' && application !== 'Queue') return;
  const dest = `${channel ?? `PJSIP/${extension}`}-${call.asterisk.nextCall().toString(16).padStart(8, '0')}`;
  const tell = (event: string, status: string): void =>
    emit(call, event, [['Channel', second], ['Uniqueid', `${id}-2`], ['Linkedid', id], ['DestChannel', dest], ['DestUniqueid', `${id}-3`], ['DestLinkedid', id], ['DialStatus', status]]);
  if (rings) tell('DialState', 'RINGING');
  if (outcome === 'answered') tell('DialEnd', 'ANSWER');
}

/** What is told when the dialling is over, and when the call is. */
function finish(call: ActionCall, { channel, id, actionId, application, data }: Order, name: string | null, { outcome }: Pick<Callee, 'outcome'>): void {
  const { reason, cause } = name === null ? { reason: '0', cause: '0' } : endings[outcome];
  const isUp = name !== null && outcome === 'answered';
  const hangup = (): void => {
    if (name === null || !call.asterisk.calls.delete(name)) return;
    call.asterisk.applications.delete(name.replace(/;1$/, ';2'));
    emit(call, 'Hangup', [...channelHeaders(name, id, isUp ? 'Up' : 'Down'), ['Cause', cause], ['Cause-txt', 'Unknown']]);
  };
  if (!isUp) hangup();
  emit(call, 'OriginateResponse', [
    ...(actionId === '' ? [] : [['ActionID', actionId] as const]), ['Response', isUp ? 'Success' : 'Failure'], ['Channel', isUp ? name : channel], ['Application', application], ['Data', data],
    ['Reason', reason], ['Uniqueid', isUp ? id : '<unknown>'], ['CallerIDNum', '<unknown>'], ['CallerIDName', '<unknown>'],
  ]);
  if (!isUp) return;
  // The application ends by itself: what waits for a time is gone after it.
  const lastsMs = application.toLowerCase() === 'wait' ? Number(data) * 1_000 : 0;
  call.asterisk.calls.set(name, call.asterisk.clock.now() + lastsMs);
  call.after(lastsMs, hangup);
}

const originate: Action = {
  summary: 'Originate a call.',
  privilege: 'originate,all',
  run(call) {
    const { request, asterisk, respond, after } = call;
    const channel = request.get('Channel');
    if (channel === '') return respond('Error', [['Message', 'Channel not specified']]);
    const [, extension, context] = /^Local\/([^@/]+)@([^@/]+)(?:\/n)?$/.exec(channel) ?? [];
    if (!/^[^/]+\/.+$/.test(channel)) return respond('Error', [['Message', 'Invalid channel']]);
    const callee = Object.hasOwn(asterisk.model.callees, `${extension}@${context}`) ? asterisk.model.callees[`${extension}@${context}`] : undefined;
    const isAsync = /^(yes|true|y|t|1|on)$/i.test(request.get('Async'));
    // The answer to one that is not Async comes with the end of the dialling, which nobody waits for here.
    if (!isAsync) return respond('Error', [['Message', 'Originate failed']]);
    const number = asterisk.nextCall();
    const order = { channel, id: request.get('ChannelId') || `${Math.floor(asterisk.clock.now() / 1_000)}.${number}`, actionId: request.get('ActionID'), application: request.get('Application'), data: request.get('Data') };
    respond('Success', [['Message', 'Originate successfully queued']]);
    if (callee === undefined) return finish(call, order, null, { outcome: 'failed' });
    const name = `${channel.replace(/\/n$/, '')}-${number.toString(16).padStart(8, '0')};1`;
    const ringsMs = Number(request.get('Timeout') || '30000');
    asterisk.calls.set(name, asterisk.clock.now() + ringsMs);
    emit(call, 'Newchannel', channelHeaders(name, order.id, 'Down'));
    const late = callee.outcome === 'noAnswer' || callee.afterMs > ringsMs;
    after(late ? ringsMs : callee.afterMs, () => {
      if (!asterisk.calls.has(name)) return;
      if (!late) dialled(call, order, name, extension ?? '', callee);
      finish(call, order, name, late ? { outcome: 'noAnswer' } : callee);
    });
  },
};

const hangup: Action = {
  summary: 'Hangup channel.',
  privilege: 'system,call,all',
  run({ request, asterisk, respond }) {
    if (!asterisk.calls.delete(request.get('Channel'))) return respond('Error', [['Message', 'No such channel']]);
    respond('Success', [['Message', 'Channel Hungup']]);
  },
};

/** Calls that a manager orders, as far as they go through the dialplan (Local channels) and are `Async`. */
export const callActions: Actions = { Originate: originate, Hangup: hangup };
