/** What of an EventSource is used. */
export interface Source extends EventTarget {
  readonly readyState: number;
  close(): void;
}

export interface StreamOptions {
  readonly open: () => Source;
  readonly state: (state: 'live' | 'connecting') => void;
  /** It is open again as a new one: what was told in between was not heard. */
  readonly anew: () => void;
  /** The host, or a proxy before it, answered with something else than a stream. */
  readonly refused: () => void;
}

export interface SteadyStream {
  /** Somebody looks: it is to be open. */
  readonly show: () => void;
  /** Nobody looks, or ever will again: the connection is given back, a browser has six for a host. */
  readonly hide: () => void;
}

const waits = [1_000, 2_000, 5_000, 15_000];
const closed = 2;

/** A stream of events that is made anew when the browser gives it up, as it does at any answer but 200. A lost connection the browser takes up itself. */
export function steadyStream({ open, state, anew, refused }: StreamOptions): SteadyStream {
  let source: Source | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let made = 0;
  let failures = 0;
  const begin = (): void => {
    timer = undefined;
    made += 1;
    const mine = open();
    let isNew = made > 1;
    source = mine;
    mine.addEventListener('open', () => {
      failures = 0;
      state('live');
      if (isNew) anew();
      isNew = false;
    });
    mine.addEventListener('error', () => {
      state('connecting');
      if (mine.readyState !== closed || source !== mine) return;
      source = undefined;
      const wait = waits[Math.min(failures, waits.length - 1)] ?? 0;
      failures += 1;
      // Many tabs do not all come in the same moment after a restart.
      timer = setTimeout(begin, wait * (0.75 + Math.random() / 2));
      refused();
    });
  };
  return {
    show: () => {
      if (source === undefined && timer === undefined) begin();
    },
    hide: () => {
      clearTimeout(timer);
      timer = undefined;
      source?.close();
      source = undefined;
      failures = 0;
      state('connecting');
    },
  };
}
