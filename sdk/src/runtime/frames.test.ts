import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader } from './frames.ts';
import { maxDepth, parseUntrusted, readMessage } from './messages.ts';

function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const length of lengths) {
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...chunks, bytes.subarray(at)];
}

test('however the stream is cut, the same frames come out', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'))), fc.array(fc.nat(20)), (frames, lengths) => {
      const reader = new FrameReader();
      const read: string[] = [];
      for (const chunk of cut(Buffer.from(frames.map((frame) => `${frame}\n`).join('')), lengths)) expect(reader.push(chunk, (text) => read.push(text))).toBeNull();
      expect(read).toEqual(frames);
    }),
  );
});

test('garbage never throws, and never keeps more than the cap', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map((text) => Buffer.from(`${text}\n`)))), (chunks) => {
      const reader = new FrameReader(200);
      let ended = false;
      for (const chunk of chunks) {
        let frames = 0;
        const violation = reader.push(Buffer.from(chunk), (text) => {
          frames += 1;
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200);
          readMessage(text);
        });
        expect(ended && (frames > 0 || violation === null)).toBe(false);
        ended ||= violation !== null;
        expect(reader.pending).toBeLessThanOrEqual(200);
      }
    }),
  );
});

test('a message comes back as it was sent, or a sentence says why not', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 1 }), (params, id) => {
      const text = JSON.stringify({ jsonrpc: '2.0', id, method: 'invoke', params });
      expect(readMessage(text)).toEqual({ type: 'request', id, method: 'invoke', params: parseUntrusted(JSON.stringify(params)) });
    }),
  );
  fc.assert(fc.property(fc.jsonValue(), (value) => typeof readMessage(JSON.stringify(value)) === 'string'));
});

test('nesting ends at the cap, brackets inside of strings do not count', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  expect(() => parseUntrusted(nested(maxDepth))).not.toThrow();
  expect(() => parseUntrusted(nested(maxDepth + 1))).toThrow(SyntaxError);
  expect(parseUntrusted(JSON.stringify('[[\\"'.repeat(1_000)))).toBe('[[\\"'.repeat(1_000));
});

test.each(['{"__proto__":{"polluted":1}}', String.raw`{"\u005f_proto__":{"polluted":1}}`, String.raw`{"\u005F\u005Fproto\u005f_":{"polluted":1}}`])('%s loses its key', (text) => {
  const value = parseUntrusted(text);
  expect(Object.keys(Object(value))).toEqual([]);
  expect(Object(Object.assign({}, value)).polluted).toBeUndefined();
});
