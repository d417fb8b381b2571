import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readStretches, writeStretch, type Stretch } from './column-codec.ts';
import { hourMs, hourOf, readHours, writeHour, type Hour } from './hour-codec.ts';
import { keepPoll, readPoll, writePoll } from './poll-codec.ts';

const number = fc.oneof(
  fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 1, 2 ** 53, -(2 ** 53)),
  fc.tuple(fc.integer({ min: -9_999, max: 9_999 }), fc.integer({ min: 0, max: 4 })).map(([whole, places]) => whole / 10 ** places),
);
const value = fc.option(number);
/** As devices are: much that stays, counters that run, readings with a decimal place. */
const lifelike = fc.oneof(
  fc.array(value),
  fc.tuple(number, fc.nat(200)).map(([same, times]) => Array.from({ length: times }, () => same)),
  fc.array(fc.nat(10_000_000), { maxLength: 200 }).map((steps) => steps.map(((sum) => (step: number) => (sum += step))(0))),
);
const writer = new ByteWriter();

describe('what is written is read', () => {
  test('runs that are kept in the bytes of the run before, and of others nothing is left', () => {
    fc.assert(fc.property(fc.array(fc.array(value, { maxLength: 60 }), { maxLength: 8 }), (runs) => {
      let kept: Uint8Array | null = null;
      for (const run of runs) {
        const poll = writePoll(writer, run);
        kept = keepPoll(kept, poll);
        expect(readPoll(kept, run.length + 3)).toEqual([...run, null, null, null]);
        expect(poll).not.toBe(kept);
        expect(keepPoll(kept, poll)).toBe(kept);
      }
    }));
  });

  test('whole numbers and doubles', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.maxSafeNat(), fc.nat(300))), (numbers) => {
      for (const one of numbers) writer.whole(one);
      for (const one of numbers) writer.double(-one / 3);
      const reader = new ByteReader(writer.take());
      expect(numbers.map(() => reader.whole())).toEqual(numbers);
      expect(numbers.map(() => reader.double())).toEqual(numbers.map((one) => -one / 3));
      expect(reader.isAtEnd).toBe(true);
    }));
  });

  test('the values of a run, also by who knows of more series by now', () => {
    fc.assert(fc.property(fc.array(value), fc.nat(3), (values, more) => {
      expect(readPoll(writePoll(writer, values), values.length + more)).toStrictEqual([...values, ...Array.from({ length: more }, () => null)]);
    }));
  });

  test('stretches of a series, one after the other', () => {
    const stretch = fc.record({ start: fc.nat(86_400_000), values: lifelike }, { noNullPrototype: true });
    fc.assert(fc.property(fc.array(stretch, { maxLength: 4 }), (stretches: readonly Stretch[]) => {
      expect(readStretches(Buffer.concat(stretches.map((one) => writeStretch(writer, one))))).toEqual(stretches);
    }), { numRuns: 500 });
  });

  test('hours in short, one after the other', () => {
    const hour = fc.tuple(fc.nat(1_000_000), fc.array(value)).map(([at, values]) => hourOf(at * hourMs, values)).filter((one): one is Hour => one !== null);
    fc.assert(fc.property(fc.array(hour), (hours) => {
      expect(readHours(Buffer.concat(hours.map((one) => writeHour(writer, one))))).toStrictEqual(hours);
    }));
  });
});

test('an hour in short has its least, its most and its middle, and none where nothing was measured', () => {
  expect(hourOf(0, [3, null, 1, 2])).toEqual({ at: 0, samples: 3, minimum: 1, average: 2, maximum: 3 });
  expect(hourOf(0, [null, null])).toBeNull();
});

test('a broken row ends the reading', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    readStretches(bytes);
    readPoll(bytes, 50);
  }));
});

test('an hour of a switch takes two bytes a sample at most', () => {
  let seed = 7;
  const chance = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
  const counter = (most: number) => {
    let sum = chance(1_000_000_000);
    return Array.from({ length: 60 }, () => (sum += chance(most)));
  };
  // In and out octets of a busy and of a quiet port, errors and discards that stand still.
  const port = [counter(400_000_000), counter(40_000_000), counter(2_000), counter(2_000), ...Array.from({ length: 4 }, () => Array.from({ length: 60 }, () => 3))];
  const bytes = port.reduce((sum, values) => sum + writeStretch(writer, { start: 3_600_000, values }).length, 0);
  expect(bytes / (port.length * 60)).toBeLessThanOrEqual(2);
});
