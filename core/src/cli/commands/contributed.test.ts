import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestSchema } from '@jackfield/sdk/manifest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '../../api/index.ts';
import { FakeServices, savingPlugin } from '../../testing/index.ts';
import { run } from '../program.ts';
import { RecordingTerminal } from '../testing/recording-terminal.ts';

const manifest = manifestSchema.parse({
  title: 'Switches',
  contributes: {
    checks: { ports: { title: 'Ports', metrics: { errors: { unit: 'packets' } } } },
    resources: { port: { title: 'Port', schema: 'port.json', commitClass: 'snapshot' } },
    dashboards: { traffic: { title: 'Traffic', groups: [{ title: 'Errors', metrics: ['errors'] }] } },
    commands: {
      'check-ports': { title: 'Check the ports', starts: { kind: 'check', check: 'ports' } },
      'cut-port': { title: 'Switch off: a port', starts: { kind: 'change', resource: 'port', values: { adminStatus: 'down' } } },
      'show-traffic': { title: 'Show the traffic', starts: { kind: 'dashboard', dashboard: 'traffic' } },
    },
  },
});

let directory: string;
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-commands-'));
  stack.defer(async () => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'jackfield.yaml'), 'socket: s.sock\n');
  const fake = new FakeServices(directory, join(directory, 's.sock'));
  const plugin = { ...savingPlugin, id: 'snmp-switch', manifest, resourceSchemas: new Map([['port', { type: 'object', required: ['port', 'adminStatus', 'x\u009b2J\ny'] }]]) };
  const { configuration, ...services } = fake.services;
  const writing = Object.create(configuration.current, { enablement: { value: () => ({ enabled: true, version: null, grant: 'write', calls: false }) } });
  stack.use(await createApi({
    services: { ...services, configuration: { ...configuration, current: writing }, catalogue: { plugins: [plugin], refused: [], find: () => plugin } },
    daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {},
  }));
});
afterAll(async () => stack.disposeAsync());

async function jackfield(words: string): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  const terminal = new RecordingTerminal();
  const code = await run([...words.split(' '), '--config', directory], terminal, new AbortController().signal);
  return { code, output: terminal.output, errors: terminal.errors };
}

test('commands lists what plugins offer, with what each does', async () => {
  expect((await jackfield('commands --device core-1')).output).toBe(
    'COMMAND                   TITLE               PLUGIN    WHAT IT DOES\n' +
    'snmp-switch/check-ports   Check the ports     Switches  runs the check ports\n' +
    'snmp-switch/show-traffic  Show the traffic    Switches  shows traffic\n' +
    'snmp-switch/cut-port      Switch off: a port  Switches  begins a change of port\n',
  );
});

test('run starts what is offered: a check with its exit code, a change as a file to fill in, the address of a page', async () => {
  expect(await jackfield('run check-ports --device core-1')).toMatchObject({ code: 1, output: expect.stringMatching(/snmp-switch ports\s+critical/) });
  expect((await jackfield('run snmp-switch/cut-port --device core-1')).output).toBe('title: "Switch off: a port: core-1"\nchanges:\n  - device: core-1\n    resource: snmp-switch/port\n    spec:\n      adminStatus: down\n      # "port": is needed\n      # "x·2J\\ny": is needed\n');
  expect((await jackfield('run show-traffic --device core-1')).output).toMatch(/^http:\/\/\S+\/devices\/id-1\/charts\?dashboard=snmp-switch%2Ftraffic\n$/);
  expect(JSON.parse((await jackfield('run show-traffic --device core-1 --json')).output)).toEqual({ page: expect.stringContaining('/devices/id-1/charts') });
});

test('what is not offered is refused with a code, and a device must be named', async () => {
  expect(await jackfield('run paint-ports --device core-1')).toMatchObject({ code: 1, errors: expect.stringContaining('JF8018') });
  expect((await jackfield('run check-ports')).code).toBe(2);
});
