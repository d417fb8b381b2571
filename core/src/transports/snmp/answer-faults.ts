import { ErrorStatus, RequestFailedError, ResponseInvalidCode, ResponseInvalidError } from 'net-snmp';
import type { Progress } from '../progress.ts';

/** A PDU that the agent answered with an error status. */
export class AgentError extends Error {
  readonly status: ErrorStatus;
  /** Position of the varbind that failed, from 0; -1 when the agent did not say. */
  readonly position: number;

  constructor(status: ErrorStatus, position: number) {
    super(ErrorStatus[status] ?? `error status ${status}`);
    this.status = status;
    this.position = position;
  }
}

/** Something is there and answers; an agent it is not. */
export function noSnmp(progress: Progress, cause: Error): Error {
  progress.layer = 'answer';
  return progress.failure('Unreachable', 'it answers what is no SNMP', 'Is another service at that port, or something between that alters datagrams? If it is the agent itself, restart or update it.', cause);
}

/** It speaks SNMP, and what it says answers nothing that waits for it. */
export function noAnswerToThis(progress: Progress, cause: Error): Error {
  progress.layer = 'answer';
  return progress.failure(
    'Unreachable', 'what the agent answers comes too late, or under the number of another request',
    'Set transports.snmp.timeoutMs higher for it. If that does not help, its SNMP is broken: restart or update it.', cause,
  );
}

/** The agent answers, and nothing of it can be believed. */
export function notProtected(progress: Progress, cause: Error): Error {
  progress.layer = 'answer';
  return progress.failure(
    'Unreachable', 'what the agent answers is not signed or encrypted as it was asked to, or comes from another SNMPv3 engine',
    'Does another device answer at that address, or something between? If it is the agent itself, its SNMPv3 is broken: update it.', cause,
  );
}

/** The agent's clock, or ours of it, is more than 150 s off: by the library, or by the agent's report after it told its own. */
export class OutOfTime extends Error {}

export function clockWrong(progress: Progress): Error {
  progress.layer = 'answer';
  return progress.failure(
    'AuthFailed', 'the clock of its SNMPv3 engine goes wrong: what it signs is not in time by what it says itself',
    'It forgets how often it started, or two devices with one engine id answer there: restart or update it, or give it an engine id of its own.',
  );
}

/** What the library says of an answer, in words that hold no secret: its own have the community that was asked with. */
export function translated(error: Error, progress: Progress): Error {
  if (error instanceof RequestFailedError) return new AgentError(isStatus(error.status) ? error.status : ErrorStatus.GeneralError, -1);
  if (!(error instanceof ResponseInvalidError)) {
    const refused = 'code' in error && error.code === 'ECONNREFUSED';
    return progress.failure('Unreachable', refused ? 'nothing listens on the SNMP port' : error.message, undefined, error);
  }
  if (/time window/i.test(error.message)) return new OutOfTime(error.message);
  switch (error.code) {
    case ResponseInvalidCode.EAuthFailure:
      return progress.failure('AuthFailed', `the agent refuses the SNMPv3 user: ${error.info === undefined ? error.message : 'its answer is signed with another key'}`, 'Check name, protocols and keys in credentials.yaml.');
    case ResponseInvalidCode.ECouldNotDecrypt:
      return progress.failure('AuthFailed', 'the agent refuses the SNMPv3 user: its answer is encrypted with another key', 'Check name, protocols and keys in credentials.yaml.');
    case ResponseInvalidCode.ECommunityNoMatch:
      return progress.failure('Unsupported', 'the agent answered garbage: it names another community than it was asked with');
    default:
      return progress.failure('Unsupported', `the agent answered garbage: ${error.message}`);
  }
}

/** The library makes a text of a status that no standard knows. */
function isStatus(status: unknown): status is ErrorStatus {
  return typeof status === 'number' && ErrorStatus[status] !== undefined;
}
