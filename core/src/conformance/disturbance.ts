import { anotherProcess } from './other-process.ts';

/** What a function may go by beside its arguments, set to something else while it runs. */
export interface Disturbance {
  readonly name: string;
  /** The time that it is then, in milliseconds as `Date.now` gives them. */
  readonly at: (nowMs: number) => number;
  readonly zone: string;
  /** What `Math.random` gives; null leaves it alone. */
  readonly chance: number | null;
  /** The clock does not go on while it runs. */
  readonly stands?: boolean;
}

const dayMs = 86_400_000;
const later = (days: number) => (nowMs: number): number => nowMs + days * dayMs;

/** Another year, weekday and hour each; chance at both of its ends and in the middle. */
export const disturbances: readonly Disturbance[] = [
  { name: 'more than a year later', at: later(400.23), zone: 'Pacific/Auckland', chance: 0 },
  { name: 'the day before', at: later(-1.4), zone: 'America/Lima', chance: 1 - 2 ** -53 },
  { name: 'half a year later', at: later(181.9), zone: 'Pacific/Auckland', chance: 0.5 },
];

/** The same moment by other chances: nothing that a device says of itself is another then. */
export const otherChances: readonly Disturbance[] = [0, 1 - 2 ** -53].map((chance) => ({ name: `with a chance of ${chance === 0 ? 'nothing' : 'nearly one'}`, at: (nowMs) => nowMs, zone: 'UTC', chance }));

/** One moment twice, which chance alone could tell apart. */
export const oneMoment: readonly [Disturbance, Disturbance] = [
  { name: 'once', at: () => Date.UTC(2026, 5, 10, 12, 0, 0), zone: 'UTC', chance: 0.25, stands: true },
  { name: 'again', at: () => Date.UTC(2026, 5, 10, 12, 0, 0), zone: 'UTC', chance: 0.75, stands: true },
];

/** Times at which software is often wrong: hours later, a day later, at a month's end, while the clocks change. */
export const oddTimes: readonly Disturbance[] = [
  { name: 'three hours later', at: later(3 / 24), zone: 'UTC', chance: null },
  { name: 'a day later', at: later(1), zone: 'UTC', chance: null },
  { name: 'in the last second of a leap February', at: () => Date.UTC(2028, 1, 29, 23, 59, 59, 400), zone: 'UTC', chance: null },
  { name: 'in the hour that is left out in spring', at: () => Date.UTC(2027, 2, 28, 1, 0, 0, 200), zone: 'Europe/Berlin', chance: null },
  { name: 'in the hour that comes twice in autumn', at: () => Date.UTC(2027, 9, 31, 1, 30, 0, 200), zone: 'Europe/Berlin', chance: null },
];

const environmentName = /^[A-Z][A-Z0-9_]*$/;

/** Runs a call of a plugin that is in this process while clock, chance and environment are others. */
export async function disturbed<Answer>({ name, at, zone, chance, stands = false }: Disturbance, run: () => Promise<Answer>): Promise<Answer> {
  const { Date: clock } = globalThis;
  const { random } = Math;
  const { TZ: zoneBefore } = process.env;
  const begun = clock.now();
  const moved = at(begun) - begun;
  const now = (): number => (stands ? begun : clock.now()) + moved;
  globalThis.Date = new Proxy(clock, {
    construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [now()] : given, self),
    apply: () => new clock(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  if (chance !== null) Math.random = () => chance;
  const { env } = process;
  Object.assign(env, { TZ: zone });
  // Whatever variable is asked for is there, as on some machine it is.
  process.env = new Proxy(env, { get: (target, key) => Reflect.get(target, key) ?? (typeof key === 'string' && environmentName.test(key) ? name : undefined) });
  using _other = anotherProcess();
  try {
    return await run();
  } finally {
    globalThis.Date = clock;
    Math.random = random;
    process.env = env;
    if (zoneBefore === undefined) delete env['TZ'];
    else env['TZ'] = zoneBefore;
  }
}
