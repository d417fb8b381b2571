import type { Intercept } from '../test-host/index.ts';

/** Answers of devices, kept by what was asked: a call that is tried a thousand times asks its device once. */
export class AnswerMemory {
  readonly #answers = new Map<string, Promise<string>>();

  /** Answers from memory, else asks the device. */
  readonly intercept: Intercept = (operation, perform) => {
    const key = JSON.stringify([operation.device, operation.request]);
    const answer = this.#answers.get(key) ?? perform();
    this.#answers.set(key, answer);
    return answer;
  };
}
