import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, stop } from 'esbuild';
import { busiest, readProfile, sourceLine, sourceNames, superviseProcess, withSourceNames, type InvocationHandlers, type SupervisedPlugin } from '../../core/src/plugins/index.ts';

const source = `
function weighPackets(rounds: number): number {
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) sum += Math.sqrt(round % 977);
  return sum;
}
const busy = async () => {
  const end = performance.now() + 10_000;
  while (performance.now() < end && !globalThis.enough) { weighPackets(200_000); await new Promise((done) => setImmediate(done)); }
  return { state: 'ok', summary: 'weighed', items: [], metrics: [] };
};
const stuck = async () => { for (;;) weighPackets(1_000); };
export default { name: 'busy', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['busy', busy], ['stuck', stuck]]), resources: new Map(), watchers: new Map() } };
`;

let folder = '';
let entry = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-profile-'));
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'plugin.ts'), source);
  entry = join(folder, 'plugin.js');
  // As jackfield-plugin-build does: names are gone from the bundle and stand in the map.
  await build({ entryPoints: [join(folder, 'plugin.ts')], outfile: entry, bundle: true, platform: 'node', format: 'esm', minify: true, sourcemap: 'linked', logLevel: 'error' });
  await stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const device = { id: 'd1', name: 'switch-1', site: 'leeds', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {} };
const handlers: InvocationHandlers = { operate: async () => 'null', subscribe: async function* none() {}, log: () => undefined, watch: () => undefined };

function supervised(crashes: { readonly errors: readonly string[]; readonly ending: { readonly cause: string } }[] = []): SupervisedPlugin {
  return superviseProcess({
    id: 'busy', directory: folder, entry, points: {}, declared: { discovery: [], checks: ['busy', 'stuck'], resources: [], watchers: [], notifiers: [] },
    onState: () => undefined, onLog: () => undefined, onCrash: (crash) => crashes.push(crash),
  });
}

const check = (plugin: SupervisedPlugin, name: string, signal?: AbortSignal): Promise<unknown> =>
  plugin.invoke({ phase: 'check', kind: 'checks', name, device, settings: {}, input: {}, deadlineMs: 20_000 }, handlers, 'test', signal);

test('a sandboxed plugin at work gives a profile whose functions have their own names', async () => {
  await using plugin = supervised();
  const over = new AbortController();
  const working = check(plugin, 'busy', over.signal).catch(() => null);
  await expect.poll(async () => (await plugin.facts()).state).toBe('active');
  const profile = withSourceNames(readProfile(await plugin.profile(700), 'busy'), await sourceNames(entry));
  over.abort();
  await working;

  const { functions, busyMs } = busiest(profile, 10);
  expect(busyMs).toBeGreaterThan(50);
  expect(functions.find(({ place: where }) => where !== '')).toMatchObject({ name: 'weighPackets', place: `${join(folder, 'plugin.ts')}:2` });
  const ids = new Set(profile.nodes.map(({ id }) => id));
  expect(profile.samples.every((id) => ids.has(id))).toBe(true);
  expect(profile.timeDeltas).toHaveLength(profile.samples.length);
});

test('one that does not run has no profile, and says so', async () => {
  await using plugin = supervised();
  await expect(plugin.profile(10)).rejects.toMatchObject({ code: 'JF9500', hint: expect.stringContaining('jackfield check') });
});

test('a profile that hangs with its plugin ends with it; where it hung is known', async () => {
  const crashes: Parameters<typeof supervised>[0] = [];
  await using plugin = supervised(crashes);
  const hanging = check(plugin, 'stuck').catch((error: unknown) => error);
  await expect.poll(async () => (await plugin.facts()).openCalls).toBe(1);
  await expect(plugin.profile(100)).rejects.toMatchObject({ code: 'JF2104' });
  expect(await hanging).toMatchObject({ code: 'JF2104' });

  const [crash] = crashes;
  expect(crash?.ending.cause).toBe('hang');
  const names = await sourceNames(entry);
  expect(crash?.errors.map((line) => sourceLine(line, names)).join('\n')).toMatch(/plugin\.ts:(3|4|5|12):\d+/);
});

test('what is no profile is refused', () => {
  for (const given of [null, {}, { nodes: [] }, { nodes: [{ id: 'x' }], startTime: 0, endTime: 1, samples: [], timeDeltas: [] }]) {
    expect(() => readProfile(given, 'busy')).toThrow(expect.objectContaining({ code: 'JF2014' }));
  }
});
