import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { switchColumns } from '../switch-columns.ts';

const warm = 100;
const scrapes = 500;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/**
 * Milliseconds of CPU that Prometheus' snmp_exporter takes to scrape the same columns of one switch: it stores and judges nothing. Null
 * where Debian's prometheus-snmp-exporter is not installed.
 */
export async function exporterScrape(address: string, snmpPort: number): Promise<number | null> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-exporter-'));
  const file = join(folder, 'snmp.yml');
  await writeFile(file, stringify({
    switch: {
      walk: Object.values(switchColumns), version: 2, max_repetitions: 34, auth: { community: 'public' },
      metrics: Object.entries(switchColumns).map(([name, oid]) => ({ name, oid, type: name === 'ifName' ? 'DisplayString' : name.endsWith('Status') ? 'gauge' : 'counter', help: name, indexes: [{ labelname: 'ifIndex', type: 'gauge' }] })),
    },
  }));
  const port = await freePort();
  const child = spawn('prometheus-snmp-exporter', [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise<null>((resolve) => child.once('error', () => resolve(null)).once('exit', () => resolve(null)));
  try {
    const listening = (async (): Promise<true> => {
      for await (const line of createInterface(child.stderr)) if (line.includes('Listening on')) return true;
      throw new Error('prometheus-snmp-exporter does not listen');
    })();
    listening.catch(() => undefined);
    if ((await Promise.race([listening, gone])) === null) return null;
    child.stderr.resume();
    const scrape = async (): Promise<void> => {
      const answer = await (await fetch(`http://127.0.0.1:${port}/snmp?module=switch&target=${address}:${snmpPort}`)).text();
      if (!answer.includes('ifHCInOctets{')) throw new Error(`prometheus-snmp-exporter says ${answer.slice(0, 200)}`);
    };
    for (let time = 0; time < warm; time += 1) await scrape();
    const { pid = 0 } = child;
    const before = await cpuMs(pid);
    for (let time = 0; time < scrapes; time += 1) await scrape();
    return ((await cpuMs(pid)) - before) / scrapes;
  } finally {
    child.kill();
    await gone;
    await rm(folder, { recursive: true });
  }
}
