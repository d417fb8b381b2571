import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stop } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { Debugger, positionInBundle, positionInSource } from './debugger.ts';
import { Workshop } from './workshop.ts';

// esbuild keeps a service process until it is told to stop.
afterAll(() => stop());

const root = resolve(import.meta.dirname, '../..');
async function freePort(): Promise<number> {
  await using server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The silence after which the supervisor ends a process that nobody debugs. */
const hangMs = 3_000;
const source = 'src/checks/sensors.ts';

test('a breakpoint in the TypeScript source stops the sandboxed plugin, for longer than a hung one would live, and it goes on', { timeout: 60_000 }, async () => {
  await using workshop = await Workshop.open();
  const development = await workshop.develop({ device: 'model-7', inspectPort: 0 });
  const { url } = await workshop.next('inspector');
  expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\//);
  const { pid } = await workshop.next('activated');
  await workshop.next('idle');

  using client = await Debugger.attach(url);
  const line = (await workshop.read(source)).split('\n').findIndex((text) => text.includes('const rows = await'));
  const bundle = join(workshop.directory, 'dist/plugin.js');
  await client.send('Debugger.setBreakpointByUrl', { urlRegex: '.*/dist/plugin\\.js$', ...(await positionInBundle(bundle, source, line)) });
  const from = workshop.events.length;
  const round = development.rerun();
  const { callFrames } = await client.event('Debugger.paused');
  const [frame]: { functionName?: string; callFrameId?: string; location?: { lineNumber: number; columnNumber: number } }[] = Array.isArray(callFrames) ? callFrames : [];
  expect(await positionInSource(bundle, frame?.location?.lineNumber ?? 0, frame?.location?.columnNumber ?? 0)).toBe(`${source}:${line}`);
  expect(await client.send('Debugger.evaluateOnCallFrame', { callFrameId: frame?.callFrameId, expression: 'warning + critical' })).toMatchObject({ result: { value: 105 } });

  // The real supervisor counts real time: a silent process would have been ended after this long.
  await delay(hangMs * 1.5);
  expect(workshop.events.filter(({ kind }) => kind === 'failed')).toEqual([]);
  await client.send('Debugger.resume');
  await round;
  expect(await workshop.next('run', from, ({ call }) => call === 'check sensors')).toMatchObject({ ending: 'answer', state: 'ok' });
  expect(() => process.kill(pid ?? 0, 0)).not.toThrow();
});

test('the fences that a debugger needs down are told, the others stay up; without one no inspector is there', { timeout: 60_000 }, async () => {
  await using plain = await Workshop.open();
  await plain.once({ device: 'model-7' });
  const usual = plain.events.find((event) => event.kind === 'fences')?.down.map(({ name }) => name) ?? [];
  await using workshop = await Workshop.open();
  await workshop.edit(source, 'const rows = await', "const { readFile } = await import('node:fs/promises');\n  await readFile('/etc/hostname').then(() => { throw new RangeError('a file was read'); }, () => undefined);\n  const { connect } = await import('node:net');\n  await new Promise<void>((done, fail) => void connect(1, '127.0.0.1').on('error', ({ message }) => (message.includes('restricted') ? done() : fail(new RangeError(message)))));\n  const rows = await");
  await workshop.develop({ device: 'model-7', inspectPort: 0 });
  const { down } = await workshop.next('fences');
  const forDebugger = down.filter(({ name }) => !usual.includes(name));
  expect(forDebugger.map(({ name }) => name)).toEqual(usual.includes('namespaces') ? ['permission-model'] : ['permission-model', 'namespaces']);
  expect(forDebugger.map(({ why }) => why)).toContain('let down for the debugger');
  // Files and network stay closed to the plugin's own code.
  expect(await workshop.next('run', 0, ({ call }) => call === 'check sensors')).toMatchObject({ ending: 'answer', state: 'ok' });
  expect(plain.events.filter(({ kind }) => kind === 'inspector')).toEqual([]);
});

test('a save while the plugin stands at a breakpoint runs the new code, with the inspector at the same port', { timeout: 60_000 }, async () => {
  await using workshop = await Workshop.open();
  const inspectPort = await freePort();
  await workshop.develop({ device: 'model-7', inspectPort });
  const first = await workshop.next('inspector');
  await workshop.next('idle');
  using client = await Debugger.attach(first.url);
  await client.send('Debugger.pause');
  const from = workshop.events.length;
  await workshop.edit(source, 'none too hot', 'all of them cool');
  const second = await workshop.next('inspector', from);
  expect([first.url, second.url].map((url) => new URL(url).port)).toEqual([String(inspectPort), String(inspectPort)]);
  expect(await workshop.next('run', from, ({ call }) => call === 'check sensors')).toMatchObject({ summary: expect.stringContaining('all of them cool') });
});

test('nothing but the authoring room asks for an inspector: no configuration of the daemon can', () => {
  const asking = globSync('core/src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts') && readFileSync(join(root, file), 'utf8').includes('inspectPort'));
  expect(asking.filter((file) => !/^core\/src\/(authoring|plugins\/process)\//.test(file))).toEqual(['core/src/cli/commands/plugin-dev.ts']);
});
