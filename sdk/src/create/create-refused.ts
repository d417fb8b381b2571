/**
 * A plugin was not made; nothing was written.
 *
 * @experimental
 * @since 0.1.0
 */
export class CreateRefused extends Error {
  /** What to do next. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'CreateRefused';
    this.hint = hint;
  }
}
