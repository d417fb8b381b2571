import { afterEach, expect, test, vi } from 'vitest';
import { contextOver, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { uptime } from './uptime.ts';

const ticks = (seconds: number): Content => ({ type: 'TimeTicks', value: Math.round(seconds * 100) % 2 ** 32 });
const wrap = 2 ** 32 / 100;
const upTime = '1.3.6.1.2.1.1.3.0';
const [boots, engineTime] = ['1.3.6.1.6.3.10.2.1.2.0', '1.3.6.1.6.3.10.2.1.3.0'];
let devices = 0;

/** Looks at one device again and again; each time says what it shows and how many seconds went by before. */
function looking() {
  let now = 1_000_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const id = `clock ${devices++}`;
  return async (shows: { readonly [oid: string]: Content }, after: number) => {
    now += after * 1_000;
    const context = contextOver(new MemoryAgent(shows));
    const { state, summary } = await uptime({ ...context, device: { ...context.device, id } });
    return `${state}: ${summary}`;
  };
}

afterEach(() => vi.restoreAllMocks());

test('sysUpTime that begins anew after 497 days is no restart', async () => {
  const look = looking();
  expect(await look({ [upTime]: ticks(wrap - 100) }, 0)).toBe('ok: Up for 497 d');
  expect(await look({ [upTime]: ticks(wrap + 200) }, 300)).toBe('ok: Up for 497 d');
  expect(await look({ [upTime]: ticks(wrap + 86_600) }, 86_400)).toBe('ok: Up for 498 d');
});

test('near its end a restart is told from a wrap by the engine\'s boots', async () => {
  const look = looking();
  await look({ [upTime]: ticks(wrap - 100), [boots]: 7 }, 0);
  expect(await look({ [upTime]: ticks(wrap + 190), [boots]: 8 }, 300)).toBe('warning: Restarted 3 min ago');
});

test('a restart between two looks far apart is told, for as long as others are', async () => {
  const look = looking();
  await look({ [upTime]: ticks(900_000) }, 0);
  await look({ [upTime]: ticks(900_300) }, 300);
  expect(await look({ [upTime]: ticks(3_000) }, 3_600)).toBe('warning: Restarted 50 min ago');
  expect(await look({ [upTime]: ticks(3_300) }, 300)).toBe('warning: Restarted 55 min ago');
  expect(await look({ [upTime]: ticks(4_000) }, 700)).toBe('ok: Up for 1 h');
});

test('a clock that is set back a little is no restart', async () => {
  const look = looking();
  await look({ [upTime]: ticks(900_000) }, 0);
  await look({ [upTime]: ticks(900_300) }, 300);
  expect(await look({ [upTime]: ticks(900_100) }, 300)).toBe('ok: Up for 10 d');
});

test('what an agent says once, of a time that nobody saw go by, is no base for a restart', async () => {
  const look = looking();
  await look({ [upTime]: ticks(5_000) }, 0);
  expect(await look({ [engineTime]: 90_000_000 }, 300)).toBe('ok: Up for 1041 d');
  expect(await look({ [upTime]: ticks(5_600) }, 300)).toBe('ok: Up for 1 h');
});

test('an agent that started again, and a clock that is not told this time, are no restart', async () => {
  const look = looking();
  await look({ [upTime]: ticks(900_000), [engineTime]: 900_000 }, 0);
  expect(await look({ [upTime]: ticks(2_000), [engineTime]: 903_600 }, 3_600)).toBe('ok: Up for 10 d');
  expect(await look({ [upTime]: ticks(5_600) }, 3_600)).toBe('ok: Up for 1 h');
});
