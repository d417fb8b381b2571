import { createSession, Version2c } from 'net-snmp';
import { createHostEvents } from '../../../core/dist/events/index.js';
import { settingSchemas } from '../../../core/dist/host/index.js';
import { readCatalogue, SandboxedPluginHost, type CallTarget } from '../../../core/dist/plugins/index.js';
import { createConfigurationService } from '../../../core/dist/sites/index.js';
import { createTransports } from '../../../core/dist/transports/index.js';
import { startAgent } from '../agent-process.ts';
import { benchConfiguration } from '../configuration.ts';
import { median, type Figure } from '../figure.ts';

const sysUpTime = '1.3.6.1.2.1.1.3.0';
const addresses = ['127.0.73.1', '127.0.73.2', '127.0.73.3', '127.0.73.4'];
/** In flight: this many on each of the addresses, 64 in all. */
const atOnce = 16;
const count = 10_000;
const rounds = 9;

/** GETs a second of everybody at once. */
async function throughput(each: (address: string) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(addresses.map(each));
  return (addresses.length * count * 1_000) / (performance.now() - startedAt);
}

async function directly(address: string, port: number): Promise<void> {
  const session = createSession(address, 'public', { port, version: Version2c, retries: 1, timeout: 2_000 });
  const get = (): Promise<void> => new Promise((resolve, reject) => session.get([sysUpTime], (error) => (error ? reject(error) : resolve())));
  let left = count;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (left > 0) {
      left -= 1;
      await get();
    }
  }));
  session.close();
}

/** GETs from a sandboxed plugin, through host and transport thread, beside net-snmp alone in this process. */
export async function brokeredGet(): Promise<Figure[]> {
  await using agent = await startAgent('fast-agent', addresses);
  await using written = await benchConfiguration({ snmpPort: agent.port, networks: ['127.0.73.0/24'], plugins: { bench: { count, atOnce } } });
  const events = createHostEvents();
  await using configuration = await createConfigurationService({ directory: written.directory, events, schemas: settingSchemas, watch: false });
  await using transports = createTransports({ directory: written.directory, stateDirectory: configuration.current.daemon.stateDirectory, events });
  const audit = { recordDeed: async () => undefined };
  await using host = new SandboxedPluginHost(await readCatalogue(configuration.current.daemon.plugins), configuration, transports, audit, events);
  const device = (address: string): CallTarget => ({ id: address, name: address, site: 'leeds', address, vendor: null, model: null, os: null, version: null, serial: null, labels: {} });
  const check = (address: string): Promise<unknown> => host.check({ plugin: 'bench', check: 'gets', device: device(address), deadlineMs: 60_000, person: 'bench' });

  // One round of each for the compilers.
  await throughput(check);
  await throughput((address) => directly(address, agent.port));
  const [brokered, direct]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    brokered.push(await throughput(check));
    direct.push(await throughput((address) => directly(address, agent.port)));
  }
  const ratio = median(brokered.map((rate, round) => (100 * rate) / (direct[round] ?? Number.NaN)));
  return [
    { name: 'SNMP GET through plugin, host and transport thread', value: median(brokered), unit: '/s', note: `64 in flight, ${rounds} rounds in turn` },
    { name: 'SNMP GET by net-snmp alone', value: median(direct), unit: '/s', note: 'the same agent, 64 in flight' },
    { name: 'brokered of direct', value: ratio, unit: '%', goal: { atLeast: 50 } },
  ];
}
