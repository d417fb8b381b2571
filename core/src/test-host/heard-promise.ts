/**
 * A promise that tells when somebody waits for it. `await`, `expect(…).rejects` and `Promise.all` all call `then` of a
 * promise that is not a plain one; a forgotten `await` calls nothing.
 */
export class HeardPromise<Answer> extends Promise<Answer> {
  #onHeard: () => void = () => undefined;

  /** What `then` gives back is a plain promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** Begins the work. That it fails while nobody listens is told by whoever was not told `onHeard`. */
  static begin<Answer>(work: () => Promise<Answer>, onHeard: (promise: HeardPromise<Answer>) => void): HeardPromise<Answer> {
    const promise = new HeardPromise<Answer>((resolve, reject) => void work().then(resolve, reject));
    Promise.prototype.then.call(promise, undefined, () => undefined);
    promise.#onHeard = () => onHeard(promise);
    return promise;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- that it is called is what is to be known
  override then<Result1 = Answer, Result2 = never>(
    onfulfilled?: ((value: Answer) => Result1 | PromiseLike<Result1>) | null, onrejected?: ((reason: unknown) => Result2 | PromiseLike<Result2>) | null,
  ): Promise<Result1 | Result2> {
    this.#onHeard();
    return super.then(onfulfilled, onrejected);
  }
}
