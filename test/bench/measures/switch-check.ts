import { readFile } from 'node:fs/promises';
import { createSession, Version2c } from 'net-snmp';
import { startHost } from '../../../core/dist/host/index.js';
import { startAgent } from '../agent-process.ts';
import { benchConfiguration } from '../configuration.ts';
import { median, type Figure } from '../figure.ts';

const address = '127.0.74.1';
const runs = 150;
const rounds = 5;
const ifTable = '1.3.6.1.2.1.2.2.1';
const ifXTable = '1.3.6.1.2.1.31.1.1.1';
const columns = [`${ifXTable}.1`, `${ifXTable}.18`, `${ifTable}.7`, `${ifTable}.8`, `${ifXTable}.15`, `${ifXTable}.6`, `${ifXTable}.10`, `${ifTable}.14`, `${ifTable}.20`];

/** Milliseconds of CPU that a process has used, from /proc, in steps of 10. */
async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** One poll of net-snmp alone: all columns in one GETBULK, as the host learns to ask. */
function poll(session: ReturnType<typeof createSession>): Promise<void> {
  return new Promise((resolve, reject) => session.getBulk(columns, 0, 40, (error: Error | null) => (error ? reject(error) : resolve())));
}

/** CPU of host, its threads and the plugin for a check with 33 items and 132 metrics, all stored, beside the polling alone. */
export async function switchCheck(): Promise<Figure[]> {
  await using agent = await startAgent('switch-agent', [address]);
  await using written = await benchConfiguration({ snmpPort: agent.port, networks: [`${address}/32`], plugins: { bench: {} } });
  await using host = await startHost({ directory: written.directory });
  const { discovery, inventory, health, plugins } = host.services;
  await discovery.run({});
  const [device] = inventory.devices();
  if (device === undefined) throw new Error('the switch of the bench was not found');
  const check = async (): Promise<void> => {
    const [status] = await health.checkNow(device.id, { check: 'ports' });
    if (status?.items.length !== 33) throw new Error(`the check said: ${status?.summary ?? 'nothing'}`);
  };
  const session = createSession(address, 'public', { port: agent.port, version: Version2c });
  for (let run = 0; run < runs; run += 1) await check().then(() => poll(session));
  const pid = (await plugins.status()).find(({ id }) => id === 'bench')?.pid ?? 0;
  const [brokered, direct]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const [before, pluginBefore] = [ownCpu(), await cpuOf(pid)];
    for (let run = 0; run < runs; run += 1) await check();
    brokered.push((ownCpu() - before + (await cpuOf(pid)) - pluginBefore) / runs);
    const directBefore = ownCpu();
    for (let run = 0; run < runs; run += 1) await poll(session);
    direct.push((ownCpu() - directBefore) / runs);
  }
  session.close();
  return [
    { name: 'a check of 33 ports, host, threads and plugin', value: median(brokered), unit: 'ms CPU', note: '9 columns; 33 items and 132 metrics judged and stored' },
    { name: 'its polling by net-snmp alone', value: median(direct), unit: 'ms CPU', note: 'one GETBULK of 9 columns' },
    { name: 'check of polling', value: median(brokered.map((cpu, round) => cpu / (direct[round] ?? Number.NaN))), unit: '×', goal: { atMost: 1.5 } },
  ];
}
