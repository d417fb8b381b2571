import { performance } from 'node:perf_hooks';
import { callTarget, createChangeService, type ChangeDependencies } from '../../../core/dist/changes/index.js';
import { startHost } from '../../../core/dist/host/index.js';
import { startAgent } from '../agent-process.ts';
import { benchConfiguration } from '../configuration.ts';
import { median, type Figure } from '../figure.ts';

const person = 'bench';
const files = 40;
const rounds = 7;
const fleet = 1_000;
const few = 100;
/** Reads under way at once, as many as gain anything. */
const readsAtOnce = 64;

/** What keeping the journal costs a push of files to one server: beside the same push that does not wait for the disk. */
async function journaling(): Promise<Figure[]> {
  const address = '127.0.76.1';
  await using server = await startAgent('file-server', [address]);
  await using written = await benchConfiguration({ sshPort: server.port, networks: [`${address}/32`], plugins: { 'linux-server': {} } });
  await using host = await startHost({ directory: written.directory });
  await host.services.discovery.run({});
  const { store } = host.services;
  const unkept: Promise<void>[] = [];
  const careless: ChangeDependencies['store'] = {
    read: (query) => store.read(query), status: () => store.status(), writeSoon: (statements) => store.writeSoon(statements), backup: (file) => store.backup(file), [Symbol.asyncDispose]: async () => undefined,
    write: async (statements) => void unkept.push(store.write(statements)),
  };
  await using kept = createChangeService(host.services);
  await using hasty = createChangeService({ ...host.services, store: careless });
  const device = host.services.inventory.devices()[0]?.name;
  const push = async (service: typeof kept, content: string): Promise<number> => {
    const entries = Array.from({ length: files }, (_, number) => `  - { device: ${device}, resource: linux-server/file, spec: { path: /etc/bench-${number}, content: "${content}" } }`);
    const plan = await service.plan({ text: `title: Files\nchanges:\n${entries.join('\n')}\n`, file: 'change.yaml', person });
    const begin = performance.now();
    const { state } = await service.apply({ plan, person });
    const ms = performance.now() - begin;
    await Promise.all(unkept.splice(0));
    if (state !== 'kept') throw new Error(`the push of the bench was ${state}`);
    return ms;
  };
  for (const service of [kept, hasty]) await push(service, 'first');
  const [journaled, unjournaled]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    journaled.push(await push(kept, `kept ${round}`));
    unjournaled.push(await push(hasty, `hasty ${round}`));
  }
  const cost = median(journaled.map((ms, round) => 100 * (ms / (unjournaled[round] ?? Number.NaN) - 1)));
  return [
    { name: `push of ${files} files over SSH`, value: median(journaled), unit: 'ms', note: `one server, ${rounds} rounds in turn` },
    { name: 'the same, not waiting for its journal', value: median(unjournaled), unit: 'ms' },
    { name: 'what the journal adds', value: cost, unit: '%', goal: { atMost: 10 } },
  ];
}

/** Highest resident memory of this process while something is done, in MiB. */
async function peak(work: () => Promise<void>): Promise<number> {
  let highest = 0;
  const look = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 50);
  try {
    await work();
  } finally {
    clearInterval(look);
  }
  return highest / 1_048_576;
}

/** A thousand simulated switches: planned beside the bare reads, and pushed in twenty waves. */
async function many(): Promise<Figure[]> {
  await using agents = await startAgent('fleet', [String(fleet)]);
  await using written = await benchConfiguration({ snmpPort: agents.port, networks: ['127.80.0.0/22'], plugins: { 'snmp-switch': {} }, firstWithin: '1h' });
  await using host = await startHost({ directory: written.directory });
  const { discovery, inventory, plugins, changes: service } = host.services;
  await discovery.run({});
  const devices = inventory.devices();
  if (devices.length !== fleet) throw new Error(`${devices.length} of ${fleet} switches were found`);

  const queue = [...devices];
  let begin = performance.now();
  await Promise.all(Array.from({ length: readsAtOnce }, async () => {
    for (let device = queue.shift(); device !== undefined; device = queue.shift()) {
      await plugins.read({ plugin: 'snmp-switch', resource: 'system', key: {}, device: callTarget(device, 'snmp-switch'), deadlineMs: 30_000, person });
    }
  }));
  const reads = performance.now() - begin;

  const text = (count: number, contact: string): string =>
    `title: Contact\nwaves: { sizes: [5%], soak: 1ms, atOnce: 16 }\nchanges:\n  - { device: [${devices.slice(0, count).map(({ name }) => name).join(', ')}], resource: snmp-switch/system, spec: { contact: ${contact} } }\n`;
  begin = performance.now();
  let first = Number.NaN;
  const plan = await service.plan({ text: text(fleet, 'noc'), file: 'change.yaml', person, onProgress: () => (first = Number.isNaN(first) ? performance.now() - begin : first) });
  const planned = performance.now() - begin;

  const push = (one: typeof plan): Promise<number> => peak(async () => {
    const { state } = await service.apply({ plan: one, person });
    if (state !== 'kept') throw new Error(`the push of the bench was ${state}`);
  });
  const small = await push(await service.plan({ text: text(few, 'night'), file: 'change.yaml', person }));
  const large = await push(await service.plan({ text: text(fleet, 'desk'), file: 'change.yaml', person }));
  return [
    { name: `plan of ${fleet} switches: first line`, value: first, unit: 'ms', goal: { atMost: 2_000 } },
    { name: `plan of ${fleet} switches`, value: planned, unit: 'ms' },
    { name: `the same reads alone`, value: reads, unit: 'ms', note: `${readsAtOnce} at once` },
    { name: 'plan of bare reads', value: planned / reads, unit: '×', goal: { atMost: 3 } },
    { name: `push to ${few} switches in 20 waves`, value: small, unit: 'MiB', note: 'highest resident memory of the host' },
    { name: `push to ${fleet} switches in 20 waves`, value: large, unit: 'MiB', note: 'the same' },
  ];
}

/** What a change costs beside what it is about. */
export async function changes(): Promise<Figure[]> {
  return [...(await journaling()), ...(await many())];
}
