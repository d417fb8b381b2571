import { stop } from 'esbuild';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { Workshop } from './workshop.ts';

// esbuild keeps a service process until it is told to stop.
afterAll(() => stop());

describe('one round', () => {
  test('runs everything that reads on every described device, in the real sandbox, and says what it cost', async () => {
    await using workshop = await Workshop.open();
    expect(await workshop.once()).toBe(true);
    const runs = workshop.events.filter((event) => event.kind === 'run');
    expect(runs.map(({ call, device, ending, state }) => [call, device, ending, state])).toEqual([
      ['identify device', 'model-7', 'answer', null], ['inspect device', 'model-7', 'answer', null], ['check sensors', 'model-7', 'answer', 'ok'],
      ['identify device', 'model-3', 'answer', null], ['inspect device', 'model-3', 'answer', null], ['check sensors', 'model-3', 'answer', 'critical'],
    ]);
    expect(runs[2]).toMatchObject({ summary: expect.stringContaining('none too hot'), operations: [{ op: 'snmp.table', count: 1 }], refused: [] });
    expect(workshop.events.find(({ kind }) => kind === 'activated')).toMatchObject({ plugin: 'acme-ups', reason: 'identify device on model-7', pid: expect.any(Number) });
    const fences = workshop.events.find((event) => event.kind === 'fences')?.down.map(({ name }) => name) ?? [];
    expect(fences).not.toContain('permission-model');
    expect(workshop.events.find(({ kind }) => kind === 'types')).toMatchObject({ complaints: [] });
  });

  test('a refused operation, a fault, a type that does not hold: each is told, and the round is not well', async () => {
    await using workshop = await Workshop.open();
    await workshop.edit('src/checks/sensors.ts', 'const rows = await', "await (snmp as never as SnmpWriter).set([{ oid: '1.3.6.1.2.1.1.6.0', value: { type: 'Integer', value: 1 } }]).catch(() => undefined);\n  const rows = await");
    await workshop.edit('src/checks/sensors.ts', 'type Item }', 'type Item, type SnmpWriter }');
    await workshop.edit('src/discovery/device.ts', "async inspect({ snmp }) {", "async inspect({ snmp }) {\n    const none: number[] = 'none';\n    none.reverse();");
    expect(await workshop.once()).toBe(false);
    const check = workshop.events.find((event) => event.kind === 'run' && event.call === 'check sensors');
    expect(check).toMatchObject({ ending: 'answer', operations: [{ op: 'snmp.set', count: 1 }, { op: 'snmp.table', count: 1 }], refused: [{ op: 'snmp.set', why: expect.stringContaining('phase check only reads') }] });
    expect(workshop.events.find((event) => event.kind === 'run' && event.call === 'inspect device')).toMatchObject({ ending: 'fault', summary: expect.stringContaining('none.reverse') });
    expect(workshop.events.find(({ kind }) => kind === 'types')).toMatchObject({ complaints: [{ file: 'src/discovery/device.ts', line: 23, message: expect.stringContaining('TS2322') }] });
    expect(workshop.events.at(-1)?.kind === 'idle' || workshop.events.some(({ kind }) => kind === 'idle')).toBe(true);
  });

  test('why identify is not asked, where a check throws, and a metric that nobody declared are told', async () => {
    await using workshop = await Workshop.open();
    await workshop.edit('package.json', '"snmp.sysObjectID": "1.3.6.1.4.1.99999."', '"snmp.sysObjectID": "1.3.6.1.4.1.99999"');
    await workshop.edit('package.json', '"sensor.temperature": {', '"heat": {');
    await workshop.once();
    expect(workshop.events.find(({ kind }) => kind === 'run')).toMatchObject({ call: 'identify device', ending: 'answer', summary: 'not one of its own: no match rule of device fits: it has snmp.sysObjectID "1.3.6.1.4.1.99999.7"' });
    expect(workshop.events).toContainEqual({ kind: 'log', level: 'warn', device: 'model-7', message: expect.stringContaining('check sensors measures sensor.temperature') });
    await workshop.edit('src/checks/sensors.ts', 'const rows = await', "if (snmp !== null) throw new Error('boom');\n  const rows = await");
    const line = (await workshop.read('src/checks/sensors.ts')).split('\n').findIndex((text) => text.includes('boom')) + 1;
    workshop.events.length = 0;
    expect(await workshop.once()).toBe(false);
    expect(workshop.events.find((event) => event.kind === 'run' && event.call === 'check sensors')).toMatchObject({ ending: 'fault', summary: expect.stringMatching(new RegExp(`^JF2106 \\S*src/checks/sensors\\.ts:${line} .*boom`)) });
  });

  test('check tries no bundle that is older than its sources', async () => {
    await using workshop = await Workshop.open();
    expect(await workshop.once()).toBe(true);
    await workshop.edit('src/checks/sensors.ts', 'none too hot', 'all cool');
    const terminal = new RecordingTerminal();
    expect(await run(['plugin', 'check', workshop.directory, '--quick'], terminal, new AbortController().signal)).not.toBe(0);
    expect(terminal.errors).toMatch(/^JF2248 \S+src\/checks\/sensors\.ts src\/checks\/sensors\.ts was changed after dist\/plugin\.js was built\n.*→ next: Run "npm run build"/);
  });

  test('what throws while it is loaded is told with its place in the source, by dev and by check', async () => {
    await using workshop = await Workshop.open();
    await workshop.edit('src/plugin.ts', 'export default', "const table = JSON.parse('{');\n\nexport default");
    const line = (await workshop.read('src/plugin.ts')).split('\n').findIndex((text) => text.includes('JSON.parse')) + 1;
    expect(await workshop.once()).toBe(false);
    expect(workshop.events.find(({ kind }) => kind === 'run')).toMatchObject({ ending: 'fault', summary: expect.stringMatching(new RegExp(`JF2101 .*src/plugin\\.ts:${line} acme-ups: Expected property name`)) });
    const terminal = new RecordingTerminal();
    expect(await run(['plugin', 'check', workshop.directory, '--quick'], terminal, new AbortController().signal)).toBe(1);
    expect(terminal.errors).toMatch(new RegExp(`^JF9153 .*src/plugin\\.ts:${line}:\\d+ Expected property name.*\\n.*→ next: `));
  });

  test('what the sandbox denies is told, though the plugin swallows it', async () => {
    await using workshop = await Workshop.open();
    await workshop.edit('src/checks/sensors.ts', 'const rows = await', [
      "const { connect } = await import('node:net');", "await new Promise((resolve) => { connect(4_000, '192.0.2.7').on('error', resolve); });", "await fetch('http://192.0.2.8/').catch(() => undefined);",
      "await import('node:fs/promises').then(({ readFile }) => readFile('/etc/passwd')).catch(() => undefined);",
      "await import('node:child_process').then(({ spawn }) => spawn('uname').on('error', () => undefined)).catch(() => undefined);", 'const rows = await',
    ].join('\n  '));
    expect(await workshop.once()).toBe(false);
    const denied = workshop.events.flatMap((event) => (event.kind === 'denied' ? [`${event.permission} ${event.resource}`] : []));
    expect(denied).toEqual(['Net 192.0.2.7', 'Net 192.0.2.8', 'FileSystemRead /etc/passwd', 'ChildProcess uname']);
    expect(workshop.events.filter((event) => event.kind === 'run' && event.ending === 'fault')).toEqual([]);
  });

  test('code that has drifted from its manifest is refused at activation', async () => {
    await using workshop = await Workshop.open();
    await workshop.edit('package.json', '"sensors": {', '"fans": {');
    await workshop.edit('package.json', '"check": "sensors"', '"check": "fans"');
    expect(await workshop.once()).toBe(false);
    expect(workshop.events.find(({ kind }) => kind === 'run')).toMatchObject({ ending: 'fault', summary: expect.stringMatching(/JF2101 .*checks\.fans is declared and not implemented/) });
  });

  test('one device, by its name or from a file', async () => {
    await using workshop = await Workshop.open();
    const devices = (): string[] => [...new Set(workshop.events.flatMap((event) => (event.kind === 'run' ? [event.device] : [])))];
    expect(await workshop.once({ device: 'model-3' })).toBe(true);
    expect(devices()).toEqual(['model-3']);
    workshop.events.length = 0;
    const described = join(workshop.directory, 'shelf.yaml');
    await writeFile(described, 'snmp: { model: { name: shelf, descr: Acme, objectID: 1.3.6.1.4.1.99999.7, variables: { 1.3.6.1.4.1.99999.1.1.0: Model 9 } } }\n');
    expect(await workshop.once({ device: described })).toBe(true);
    expect(devices()).toEqual(['shelf']);
    workshop.events.length = 0;
    const recorded = join(workshop.directory, 'walk.snmprec');
    await writeFile(recorded, '1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.7\n1.3.6.1.2.1.1.5.0|4|walked\n1.3.6.1.4.1.99999.1.1.0|4|Model 8\n');
    expect(await workshop.once({ device: recorded })).toBe(true);
    expect(workshop.events.find(({ kind }) => kind === 'run')).toMatchObject({ device: 'walk', summary: expect.stringContaining('Model 8, called walked') });
    workshop.events.length = 0;
    const recording = join(workshop.directory, 'rack-4.yaml');
    await writeFile(recording, [
      'recording: 1', 'device: { name: rack-4 }', 'redacted: { secrets: 0 }', 'exchanges:',
      '  - { ask: fingerprint.snmp, answer: { version: 2c, sysDescr: A ups, sysObjectID: 1.3.6.1.4.1.99999.7, sysName: rack-4, engineId: null } }',
      '  - ask: snmp.walk', '    root: "1.3"', '    answer: |',
      '      1.3.6.1.2.1.1.4.0 = OctetString: "noc"', '      1.3.6.1.2.1.1.6.0 = OctetString: "rack"', '      1.3.6.1.4.1.99999.1.1.0 = OctetString: "Model 6"',
      '      1.3.6.1.4.1.99999.2.1.3.1 = Integer: 21', '',
    ].join('\n'));
    expect(await workshop.once({ device: recording })).toBe(true);
    expect(workshop.events.find(({ kind }) => kind === 'run')).toMatchObject({ device: 'rack-4', summary: expect.stringContaining('Model 6') });
    workshop.events.length = 0;
    expect(await workshop.once({ device: 'model-9' })).toBe(false);
    expect(workshop.events).toContainEqual(expect.objectContaining({ kind: 'failed', code: 'JF9401', message: expect.stringContaining('model-7, model-3') }));
  });

  test('a profile runs in the plugin whose point it fills', async () => {
    await using workshop = await Workshop.open('profile');
    expect(await workshop.once({ device: 'switch-7' })).toBe(true);
    expect(workshop.events.find(({ kind }) => kind === 'run')).toMatchObject({ call: 'identify agent', summary: expect.stringContaining('Model 7 4.2.1') });
  });
});

describe('jackfield plugin dev', () => {
  async function jackfield(workshop: Workshop, ...words: readonly string[]): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
    const terminal = new RecordingTerminal();
    const code = await run(['plugin', 'dev', workshop.directory, ...words], terminal, new AbortController().signal);
    return { code, output: terminal.output, errors: terminal.errors };
  }

  test('tells a person what ran, with states, operations and fences', async () => {
    await using workshop = await Workshop.open();
    const { code, output } = await jackfield(workshop, '--once');
    expect(code).toBe(0);
    expect(output).toMatch(/^built in \d+ ms\nactivated acme-ups 0\.1\.0 in \d+ ms for identify device on model-7, process \d+$/m);
    expect(output).toMatch(/^ {2}critical check sensors +model-3 +1 of 1 sensors too hot, 1 item\n +snmp\.table in \d+ ms$/m);
    expect(output).toContain('6 calls, 0 faults, 0 refused');
  });

  test('tells programs in JSON, a line an event, and ends with 1 when something is wrong', async () => {
    await using workshop = await Workshop.open();
    await workshop.edit('src/plugin.ts', 'checks: { sensors },', '');
    const { code, output } = await jackfield(workshop, '--once', '--json');
    const events = output.trimEnd().split('\n').map((line) => JSON.parse(line));
    expect(code).toBe(1);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'types', complaints: expect.arrayContaining([expect.objectContaining({ file: 'src/plugin.ts', line: 8 })]) }));
    expect(events).toContainEqual(expect.objectContaining({ kind: 'run', ending: 'fault' }));
  });

  test('runs until it is ended', async () => {
    await using workshop = await Workshop.open();
    const terminal = new RecordingTerminal();
    const ending = new AbortController();
    const running = run(['plugin', 'dev', workshop.directory, '--device', 'model-7'], terminal, ending.signal);
    await vi.waitUntil(() => terminal.output.includes('types hold'), { timeout: 20_000, interval: 20 });
    ending.abort();
    expect(await running).toBe(0);
    expect(terminal.errors).toContain('Watching');
  });

  test('a port that is none is a wrong command line', async () => {
    await using workshop = await Workshop.open();
    expect(await jackfield(workshop, '--inspect', 'loud')).toMatchObject({ code: 2, errors: expect.stringContaining('It is a port') });
  });
});

describe('watching', () => {
  test('a save runs the new code; a broken one leaves the old running; a comment changes nothing', { timeout: 60_000 }, async () => {
    await using workshop = await Workshop.open();
    const development = await workshop.develop();
    await workshop.next('idle');

    let from = workshop.events.length;
    await workshop.edit('src/checks/sensors.ts', 'none too hot', 'all of them cool');
    const { files, latencyMs } = await workshop.next('reloaded', from);
    expect(files).toEqual(['src/checks/sensors.ts']);
    process.stderr.write(`from a save to the first result: ${latencyMs.toFixed(0)} ms\n`);
    expect(await workshop.next('run', from, ({ call }) => call === 'check sensors')).toMatchObject({ summary: expect.stringContaining('all of them cool') });
    await workshop.next('idle', from);

    from = workshop.events.length;
    await workshop.edit('src/checks/sensors.ts', 'const rows = await', 'const rows = = await');
    expect(await workshop.next('built', from)).toMatchObject({ complaints: [{ file: 'src/checks/sensors.ts', line: expect.any(Number) }] });
    await development.rerun();
    expect(await workshop.next('run', from, ({ call }) => call === 'check sensors')).toMatchObject({ summary: expect.stringContaining('all of them cool') });

    from = workshop.events.length;
    await workshop.edit('src/checks/sensors.ts', 'const rows = = await', 'const rows = await');
    await workshop.next('unchanged', from);
    await workshop.edit('src/checks/sensors.ts', '/** Each sensor', '/** Every sensor');
    await workshop.next('unchanged', from + 1);

    from = workshop.events.length;
    await workshop.edit('conformance.yaml', 'Model 7\n          1.3.6.1.4.1.99999.1.2.0: 2.1.0', 'Model 7b\n          1.3.6.1.4.1.99999.1.2.0: 2.1.0');
    expect(await workshop.next('run', from)).toMatchObject({ summary: expect.stringContaining('Model 7b') });
    await workshop.next('idle', from);

    from = workshop.events.length;
    await workshop.edit('src/schemas.ts', 'default(60)', 'default(90)');
    expect(await workshop.next('run', from, ({ call, device }) => call === 'check sensors' && device === 'model-3')).toMatchObject({ state: 'warning' });
  });

  test('a manifest that is wrong is told with its line', { timeout: 60_000 }, async () => {
    await using workshop = await Workshop.open();
    await workshop.develop({ device: 'model-7' });
    await workshop.next('idle');
    const from = workshop.events.length;
    await workshop.edit('package.json', 'schemas/place.json', 'schemas/places.json');
    expect(await workshop.next('built', from)).toMatchObject({ complaints: [{ file: 'package.json', line: expect.any(Number), message: expect.stringContaining('schemas/places.json is not there') }] });
  });

  test('pushes are made, read back and undone', { timeout: 60_000 }, async () => {
    await using workshop = await Workshop.open();
    const development = await workshop.develop();
    await workshop.next('idle');
    await development.push();
    expect(workshop.events.filter(({ kind }) => kind === 'pushed')).toEqual([
      expect.objectContaining({ resource: 'place', device: 'model-7', undone: true, problem: null, differences: expect.arrayContaining([{ path: 'location', before: 'Shelf', after: 'Rack 4' }]) }),
      expect.objectContaining({ resource: 'place', device: 'model-3', undone: true, problem: null }),
    ]);
  });

  test('a check comes again as often as the manifest says', { timeout: 60_000 }, async () => {
    await using workshop = await Workshop.open();
    await workshop.edit('package.json', '"every": "60s"', '"every": "1s"');
    await workshop.develop({ device: 'model-7' });
    await workshop.next('idle');
    expect(await workshop.next('run', workshop.events.length)).toMatchObject({ call: 'check sensors', device: 'model-7' });
  });

  test('a plugin that ends its process is told, and mended by a save', { timeout: 60_000 }, async () => {
    await using workshop = await Workshop.open();
    await workshop.edit('src/checks/sensors.ts', 'const rows = await', 'process.exit(3);\n  const rows = await');
    await workshop.develop({ device: 'model-7' });
    expect(await workshop.next('failed')).toMatchObject({ message: expect.stringContaining('exit code 3') });
    const from = workshop.events.length;
    await workshop.edit('src/checks/sensors.ts', 'process.exit(3);\n', '');
    expect(await workshop.next('run', from, ({ call }) => call === 'check sensors')).toMatchObject({ ending: 'answer', state: 'ok' });
  });
});
