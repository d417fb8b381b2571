import type { ReadStream } from 'node:tty';

/** Hears single keys of a terminal until it is disposed. Ctrl-C and Ctrl-D come as `q`. */
export function hearKeys(onKey: (key: string) => void, stdin: ReadStream = process.stdin): Disposable {
  const hear = (chunk: Buffer): void => {
    for (const key of chunk.toString('utf8')) onKey(key === '\u0003' || key === '\u0004' ? 'q' : key);
  };
  const wasRaw = stdin.isRaw;
  stdin.setRawMode(true);
  stdin.on('data', hear);
  stdin.resume();
  return {
    [Symbol.dispose]() {
      stdin.off('data', hear);
      stdin.setRawMode(wasRaw);
      stdin.pause();
    },
  };
}
