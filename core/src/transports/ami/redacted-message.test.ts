import { amiHeader, amiHeaders } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { dialogueNames, hasDialogues } from './testing/dialogue.ts';
import { plainMessages, recordedSessions } from './testing/replay.ts';
import { redactedMessage } from './redacted-message.ts';

const secret = '«secret»';

test('passwords of PJSIP go, which login it is and which headers there are stays', () => {
  const auth = { headers: [['Event', 'AuthDetail'], ['ObjectName', '1001'], ['OauthSecret', ''], ['Md5Cred', '0123'], ['Username', '1001'], ['Password', 'Tulip: garden'], ['RefreshToken', 'x']] } as const;
  expect(redactedMessage(auth).headers).toEqual([['Event', 'AuthDetail'], ['ObjectName', '1001'], ['OauthSecret', ''], ['Md5Cred', secret], ['Username', '1001'], ['Password', secret], ['RefreshToken', secret]]);
});

test('a security event keeps who and where; what passwords can be tried with goes', () => {
  const failed = { headers: [['Event', 'ChallengeResponseFailed'], ['Privilege', 'security,all'], ['AccountID', '1005'], ['Challenge', 'abc'], ['Response', 'def'], ['ExpectedResponse', '']] } as const;
  expect(redactedMessage(failed).headers.slice(2)).toEqual([['AccountID', '1005'], ['Challenge', secret], ['Response', secret], ['ExpectedResponse', '']]);
  const originated = { headers: [['Event', 'OriginateResponse'], ['Privilege', 'call,all'], ['Response', 'Failure']] } as const;
  expect(redactedMessage(originated)).toBe(originated);
});

test('the output of a command shows the options of a login without their secrets', () => {
  const shown = { headers: [['Response', 'Success'], ['Output', ' auth_type  : userpass'], ['Output', ' password   : Tulip'], ['Output', 'password=Tulip'], ['Output', ' password   : ']] } as const;
  expect(amiHeaders(redactedMessage(shown), 'Output')).toEqual([' auth_type  : userpass', ` password   : ${secret}`, `password=${secret}`, ' password   : ']);
});

test.skipIf(!hasDialogues)('of the lists that a real Asterisk sent, no password is left', () => {
  const messages = (hasDialogues ? dialogueNames() : []).flatMap(recordedSessions).flatMap(({ turns }) => plainMessages(turns.map(({ said }) => said).join('')));
  const logins = messages.filter((message) => /^Auth(List|Detail)$/.test(amiHeader(message, 'Event') ?? ''));
  expect(logins.length).toBeGreaterThan(20);
  const text = JSON.stringify(messages.filter(({ headers: [first] }) => first?.[0] === 'Event').map(redactedMessage));
  expect(text).not.toMatch(/"pw-|not-the-password/);
  expect(text).toContain(`["Password","${secret}"]`);
});
