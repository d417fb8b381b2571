/** Somebody ended the command before it was done. */
export class Interrupted extends Error {
  readonly by: 'SIGINT' | 'SIGTERM';

  constructor(by: 'SIGINT' | 'SIGTERM') {
    super(`ended by ${by}`);
    this.by = by;
  }
}
