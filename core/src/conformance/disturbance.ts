/** What a function may go by beside its arguments, set to something else while it runs. */
export interface Disturbance {
  readonly name: string;
  readonly days: number;
  /** What `Math.random` gives. */
  readonly chance: number;
}

/** Another year, weekday and hour each; chance at both of its ends and in the middle. */
export const disturbances: readonly Disturbance[] = [
  { name: 'more than a year later', days: 400.23, chance: 0 },
  { name: 'the day before', days: -1.4, chance: 1 - 2 ** -53 },
  { name: 'half a year later', days: 181.9, chance: 0.5 },
];

const dayMs = 86_400_000;
const junk = 'JACKFIELD_CONFORMANCE';

/** Runs a call of a plugin that is in this process while clock, chance and environment are others. */
export async function disturbed<Answer>({ days, chance }: Disturbance, run: () => Promise<Answer>): Promise<Answer> {
  const { Date: clock } = globalThis;
  const { random } = Math;
  const { TZ: zone } = process.env;
  const moved = days * dayMs;
  const now = (): number => clock.now() + moved;
  globalThis.Date = new Proxy(clock, {
    construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [now()] : given, self),
    apply: () => new clock(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  Math.random = () => chance;
  Object.assign(process.env, { [junk]: String(days), TZ: days > 0 ? 'Pacific/Auckland' : 'America/Lima' });
  try {
    return await run();
  } finally {
    globalThis.Date = clock;
    Math.random = random;
    delete process.env[junk];
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
}
