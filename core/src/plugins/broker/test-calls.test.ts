import { expect, test } from 'vitest';
import { TestCalls } from './test-calls.ts';

const signal = new AbortController().signal;

function rig() {
  const state = { now: 0, underWay: 0, most: 0 };
  const placed: string[] = [];
  const ends: (() => void)[] = [];
  const calls = new TestCalls(() => state.now);
  const place = (device: string, target: string, limit = signal): Promise<string> =>
    calls.place(device, target, limit, async () => {
      placed.push(`${device} ${target}`);
      state.underWay += 1;
      state.most = Math.max(state.most, state.underWay);
      await new Promise<void>((resolve) => ends.push(resolve));
      state.underWay -= 1;
      return `call ${placed.length}`;
    });
  /** Ends whatever rings until all of them are answered. */
  const settle = async (answers: readonly Promise<string>[]): Promise<readonly PromiseSettledResult<string>[]> => {
    const all = Promise.allSettled(answers);
    const turning = setInterval(() => {
      for (const end of ends.splice(0)) end();
    });
    return all.finally(() => clearInterval(turning));
  };
  return { state, placed, place, settle };
}

test('one target is called once a minute; who asks again is told of that call', async () => {
  const { state, placed, place, settle } = rig();
  const [first, again] = await settle([place('pbx', 'york'), place('pbx', 'york')]);
  expect(again).toEqual(first);
  state.now = 59_999;
  expect(await settle([place('pbx', 'york')])).toEqual([first]);
  expect(placed).toEqual(['pbx york']);
  state.now = 60_000;
  await settle([place('pbx', 'york')]);
  expect(placed).toEqual(['pbx york', 'pbx york']);
});

test('a device has one call at a time, another device its own', async () => {
  const one = rig();
  await one.settle([one.place('pbx', 'york'), one.place('pbx', 'hull'), one.place('pbx', 'ripon')]);
  expect([one.placed.length, one.state.most]).toEqual([3, 1]);
  const two = rig();
  await two.settle([two.place('pbx', 'york'), two.place('other', 'york')]);
  expect([two.placed.length, two.state.most]).toEqual([2, 2]);
});

test('called off before its turn it was no call; one that went wrong holds the line no longer, and its minute', async () => {
  const { placed, place, settle } = rig();
  const end = new AbortController();
  const waiting = [place('pbx', 'york'), place('pbx', 'hull', end.signal)];
  end.abort(new Error('called off'));
  expect((await settle(waiting)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  await settle([place('pbx', 'hull')]);
  expect(placed).toEqual(['pbx york', 'pbx hull']);

  const calls = new TestCalls(() => 0);
  let tries = 0;
  const failing = (): Promise<string> => calls.place('pbx', 'york', signal, async () => {
    tries += 1;
    throw new Error('the session was lost');
  });
  await expect(failing()).rejects.toThrow('the session was lost');
  await expect(failing()).rejects.toThrow('the session was lost');
  expect(tries).toBe(1);
  expect(await calls.place('pbx', 'hull', signal, async () => 'answered')).toBe('answered');
});
