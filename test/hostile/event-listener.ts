import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';

/** A client of /api/events that comes back with Last-Event-ID as often as the host goes away. */
export class EventListener implements AsyncDisposable {
  /** Numbers of events, in the order in which they came. */
  readonly heard: number[] = [];
  missed = 0;
  readonly #place: string;
  readonly #token: string;
  readonly #ending = new AbortController();
  #listening: Promise<void> = Promise.resolve();

  private constructor(place: string, token: string) {
    this.#place = place;
    this.#token = token;
  }

  /** It listens when this is answered. */
  static async open(place: string, token: string): Promise<EventListener> {
    const listener = new EventListener(place, token);
    const first = await listener.#ask(0);
    listener.#listening = listener.#listen(first);
    return listener;
  }

  /** All that there was since the first event that was heard, asked for anew. */
  async again(): Promise<readonly number[]> {
    const [first = 0] = this.heard;
    const last = this.heard.at(-1) ?? 0;
    const ids: number[] = [first];
    for await (const { id } of eventsOf(await this.#ask(first))) {
      ids.push(id);
      if (id >= last) break;
    }
    return ids;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#listening;
  }

  async #ask(last: number): Promise<Response> {
    const answer = await fetch(`${this.#place}/api/events`, { signal: this.#ending.signal, headers: { authorization: `Bearer ${this.#token}`, 'x-forwarded-for': '10.9.98.1', 'last-event-id': String(last) } });
    if (!answer.ok) throw new Error(`events: ${answer.status} ${answer.body === null ? '' : await text(answer.body)}`);
    return answer;
  }

  async #listen(first: Response): Promise<void> {
    let answer: Response | null = first;
    while (!this.#ending.signal.aborted) {
      try {
        for await (const { id, name } of eventsOf(answer ?? await this.#ask(this.heard.at(-1) ?? 0))) {
          // That the log does not reach back to 0 is what a first listener is told.
          if (name !== 'missed') this.heard.push(id);
          else if (this.heard.length > 0) this.missed += 1;
        }
      } catch {
        await delay(20);
      }
      answer = null;
    }
  }
}

async function* eventsOf({ body }: Response): AsyncGenerator<{ readonly id: number; readonly name: string }> {
  if (body === null) return;
  let left = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = `${left}${chunk}`.split('\n\n');
    left = blocks.pop() ?? '';
    for (const block of blocks) {
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      const name = /^event: (.*)$/m.exec(block)?.[1];
      if (name !== undefined) yield { id: Number(id ?? 0), name };
    }
  }
}
