import { amiHeader, type AmiCall, type AmiMessage } from '@jackfield/sdk';

/** `Reason` of OriginateResponse: the control frame that ended the dialling (frame.h of Asterisk). */
const reasons: { readonly [reason: string]: readonly [AmiCall['outcome'], string] } = {
  0: ['failed', 'there is no way to it'],
  1: ['failed', 'it was hung up before it was answered'],
  3: ['noAnswer', 'it rang, nobody answered'],
  5: ['busy', 'busy'],
  8: ['failed', 'congestion: no line to it'],
};

/** Q.850 causes of the end that say more than the reason: a Local channel ends as hung up, whatever befell the call behind it. */
const causes: { readonly [cause: string]: readonly [AmiCall['outcome'], string] } = {
  1: ['failed', 'the number is not assigned'],
  17: ['busy', 'busy'],
  18: ['noAnswer', 'the other end does not respond'],
  19: ['noAnswer', 'it rang, nobody answered'],
  20: ['failed', 'the phone is not registered'],
  21: ['failed', 'the call was rejected'],
  27: ['failed', 'the other end is out of order'],
  34: ['failed', 'congestion: no line to it'],
  38: ['failed', 'the network is out of order'],
};

/** Whether a call was answered, by what Asterisk tells at the end of the dialling. */
export function isAnswered(response: AmiMessage): boolean {
  return amiHeader(response, 'Response')?.toLowerCase() === 'success';
}

/** What became of a call that was not answered, by what Asterisk tells at the end of the dialling and by the cause of the hangup, where there was one. */
export function failedCall(response: AmiMessage, cause: string | null): Omit<AmiCall, 'ms'> {
  const number = amiHeader(response, 'Reason') ?? '';
  const byReason = Object.hasOwn(reasons, number) ? reasons[number] : undefined;
  const byCause = cause !== null && Object.hasOwn(causes, cause) ? causes[cause] : undefined;
  // That it rang or was busy is plain; of all else the cause knows more.
  const [outcome, reason] = (byReason?.[0] === 'failed' ? (byCause ?? byReason) : (byReason ?? byCause)) ?? ['failed', `reason ${number.slice(0, 20)}`];
  return { outcome, reason };
}
