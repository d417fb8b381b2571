/** Why a command was left before its end: the signal that asked for it. */
export class Interruption extends Error {
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`ended by ${signal}`);
    this.name = 'Interruption';
    this.signal = signal;
  }
}
