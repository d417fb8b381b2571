import { AuthFailed, NotReady, Refused, Unsupported, type OutcomeError } from '@jackfield/sdk';

/** What upsd's error codes come to (RFC 9271, section 4.4). */
const outcomes: { readonly [code: string]: (what: string) => OutcomeError } = {
  'DATA-STALE': (what) => new NotReady(`${what}: the data are stale, the driver does not reach the UPS`, { hint: 'Look at the cable, and at the driver\'s log.' }),
  'DRIVER-NOT-CONNECTED': (what) => new NotReady(`${what}: the driver of the UPS does not run`, { hint: 'Start it with upsdrvctl; look at its log.' }),
  'ACCESS-DENIED': (what) => new AuthFailed(`${what}: upsd denies access`, { hint: 'To read: LISTEN and the firewall of upsd. To set: name, password and "actions = SET" in upsd.users.' }),
  'USERNAME-REQUIRED': (what) => new AuthFailed(`${what}: upsd wants a login`),
  'PASSWORD-REQUIRED': (what) => new AuthFailed(`${what}: upsd wants a password`),
  'INVALID-USERNAME': (what) => new AuthFailed(`${what}: upsd does not take the name`),
  'INVALID-PASSWORD': (what) => new AuthFailed(`${what}: upsd does not take the password`),
  'READONLY': (what) => new Unsupported(`${what}: the UPS lets nobody set it`),
  'VAR-NOT-SUPPORTED': (what) => new Unsupported(`${what}: the UPS has no such variable`),
  'UNKNOWN-UPS': (what) => new Unsupported(`${what}: upsd has no such UPS`),
  'TOO-LONG': (what) => new Refused(`${what}: the value is too long`),
  'INVALID-VALUE': (what) => new Refused(`${what}: the UPS does not take the value`),
  'SET-FAILED': (what) => new Refused(`${what}: the driver could not set it`),
};

/** An `ERR` line as an outcome; `what` was asked. */
export function refusal(what: string, code: string): OutcomeError {
  const make = Object.hasOwn(outcomes, code) ? outcomes[code] : undefined;
  return make?.(what) ?? new Unsupported(`${what}: upsd answers ${code.slice(0, 60) || 'an error without a code'}`);
}
