import { amiHeader, type AmiMessage } from '@jackfield/sdk';

/** What stands where a secret was. */
const placeholder = '«secret»';

/** Options of PJSIP's auth objects as Asterisk shows them: PJSIPShowAuths, PJSIPShowEndpoint, PJSIPShowRegistrationsOutbound. */
const secretHeaders: ReadonlySet<string> = new Set(['password', 'passworddigest', 'md5cred', 'oauthsecret', 'refreshtoken', 'secret']);

/** Of a security event: with these two somebody could try passwords until one fits. */
const digestHeaders: ReadonlySet<string> = new Set(['challenge', 'response', 'expectedresponse', 'receivedchallenge', 'receivedhash']);

/** An option of such an object in the output of a command. */
const secretOutput = /^(\s*(?:password|password_digest|md5_cred|oauth_secret|refresh_token|secret)\s*[:=]\s*)\S.*$/i;

function isSecurityEvent(message: AmiMessage): boolean {
  return message.headers[0]?.[0].toLowerCase() === 'event' && /^security\b/i.test(amiHeader(message, 'Privilege') ?? '');
}

/** A message as plugins, logs and recordings may see it: which headers there are stays, the passwords do not. */
export function redactedMessage(message: AmiMessage): AmiMessage {
  const isSecurity = isSecurityEvent(message);
  let found = false;
  const headers = message.headers.map(([name, value]): readonly [string, string] => {
    const lower = name.toLowerCase();
    if (value === '') return [name, value];
    if (secretHeaders.has(lower) || (isSecurity && digestHeaders.has(lower))) {
      found = true;
      return [name, placeholder];
    }
    if (lower !== 'output' || !secretOutput.test(value)) return [name, value];
    found = true;
    return [name, value.replace(secretOutput, `$1${placeholder}`)];
  });
  return found ? { headers } : message;
}
