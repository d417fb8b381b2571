import { outcome, type OutcomeError, type OutcomeKind } from '@jackfield/sdk';

interface Refusal {
  readonly kind: OutcomeKind;
  readonly reason: string;
  readonly hint?: string;
}

/** What upsd's error codes mean (RFC 9271, section 4.4). */
const refusals: { readonly [code: string]: Refusal } = {
  'DATA-STALE': { kind: 'NotReady', reason: 'the data are stale, the driver does not reach the UPS', hint: 'Look at the cable, and at the driver\'s log.' },
  'DRIVER-NOT-CONNECTED': { kind: 'NotReady', reason: 'the driver of the UPS does not run', hint: 'Start it with upsdrvctl; look at its log.' },
  'ACCESS-DENIED': { kind: 'AuthFailed', reason: 'upsd denies access', hint: 'To read: LISTEN and the firewall of upsd. To set: name, password and "actions = SET" in upsd.users.' },
  'USERNAME-REQUIRED': { kind: 'AuthFailed', reason: 'upsd wants a login' },
  'PASSWORD-REQUIRED': { kind: 'AuthFailed', reason: 'upsd wants a password' },
  'INVALID-USERNAME': { kind: 'AuthFailed', reason: 'upsd does not take the name' },
  'INVALID-PASSWORD': { kind: 'AuthFailed', reason: 'upsd does not take the password' },
  'READONLY': { kind: 'Unsupported', reason: 'the UPS lets nobody set it' },
  'VAR-NOT-SUPPORTED': { kind: 'Unsupported', reason: 'the UPS has no such variable' },
  'UNKNOWN-UPS': { kind: 'Unsupported', reason: 'upsd has no such UPS' },
  'TOO-LONG': { kind: 'Refused', reason: 'the value is too long' },
  'INVALID-VALUE': { kind: 'Refused', reason: 'the UPS does not take the value' },
  'SET-FAILED': { kind: 'Refused', reason: 'the driver could not set it' },
};

function refusalOf(code: string): Refusal {
  const known = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  return known ?? { kind: 'Unsupported', reason: `upsd answers ${code.slice(0, 60) || 'an error without a code'}` };
}

/** The code of an `ERR` line in words. */
export function reasonOf(code: string): string {
  return refusalOf(code).reason;
}

/** The code of an `ERR` line as an outcome; `what` was asked, or of whom. */
export function refusal(what: string, code: string): OutcomeError {
  const { kind, reason, hint } = refusalOf(code);
  return outcome(kind, `${what}: ${reason}`, hint === undefined ? {} : { hint });
}
