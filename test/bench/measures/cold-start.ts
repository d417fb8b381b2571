import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startAgent } from '../agent-process.ts';
import { benchConfiguration } from '../configuration.ts';
import { median, type Figure } from '../figure.ts';

const addresses = ['127.0.75.1', '127.0.75.2'];
const rounds = 3;

async function startedHost(directory: string): Promise<{ readonly up: number; readonly first: number }> {
  const child = spawn(process.execPath, ['--disable-sigusr1', join(import.meta.dirname, '../processes/host.js'), directory], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const marks = new Map<string, number>();
  for await (const line of createInterface(child.stdout)) {
    const [mark = '', at] = line.split(' ');
    if (!marks.has(mark)) marks.set(mark, Number(at));
    if (marks.has('result')) break;
  }
  child.stdin.end();
  await exited;
  return { up: marks.get('up') ?? Number.NaN, first: marks.get('result') ?? Number.NaN };
}

/** From an empty database, four plugins enabled: to a host that serves, and to the first result of a device it had to find. */
export async function coldStart(): Promise<Figure[]> {
  await using agent = await startAgent('switch-agent', addresses);
  const starts: { readonly up: number; readonly first: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await using written = await benchConfiguration({
      snmpPort: agent.port, networks: addresses.map((address) => `${address}/32`),
      plugins: { 'snmp-switch': {}, 'linux-server': {}, 'asterisk': {}, 'backup-appliance': {} },
    });
    starts.push(await startedHost(written.directory));
  }
  return [
    { name: 'host up, four plugins enabled', value: median(starts.map(({ up }) => up)), unit: 'ms', note: `empty database, ${rounds} rounds` },
    { name: 'first result of a device found by it', value: median(starts.map(({ first }) => first)), unit: 'ms', note: 'sweep, fingerprint, plugin start and check included' },
  ];
}
