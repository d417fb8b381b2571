/** A plugin was not made; nothing was written. */
export class CreateRefused extends Error {
  /** What to do next. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'CreateRefused';
    this.hint = hint;
  }
}
