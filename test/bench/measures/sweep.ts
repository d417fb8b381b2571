import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startHost } from '../../../core/dist/host/index.js';
import { startAgent } from '../agent-process.ts';
import { benchConfiguration } from '../configuration.ts';
import type { Figure } from '../figure.ts';

const network = '10.96';
const switches = 1_000;
/** As the host sweeps: once, and once more for who is silent, a thousand a second. */
const fpingOptions = ['-4', '-a', '-e', '-i', '1', '-r', '1', '-B', '1', '-t', '1000'];
const inside = 'JACKFIELD_BENCH_NETWORK';

async function run(command: string, args: readonly string[], input: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  child.stdin.end(input);
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return output;
}

/** A /16 of which a thousand addresses answer and the rest leads nowhere, in a network namespace. */
async function makeNetwork(): Promise<void> {
  const alive = Array.from({ length: switches }, (_, at) => `address add ${network}.${(at + 1) >> 8}.${(at + 1) & 255}/32 dev lo`);
  await run('ip', ['-batch', '-'], ['link set lo up', 'link add nowhere type veth peer name nobody', 'link set nobody up', 'link set nowhere up arp off', `route add ${network}.0.0/16 dev nowhere`, ...alive, ''].join('\n'));
}

async function measureInside(): Promise<Figure[]> {
  await makeNetwork();
  const addresses = Array.from({ length: 65_534 }, (_, at) => `${network}.${(at + 1) >> 8}.${(at + 1) & 255}`).join('\n');
  const begin = performance.now();
  const answered = (await run('fping', fpingOptions, addresses)).trim().split('\n').length;
  const fping = (performance.now() - begin) / 1_000;
  await using agent = await startAgent('switches', [String(switches), network]);
  await using written = await benchConfiguration({ snmpPort: agent.port, networks: [`${network}.0.0/16`], plugins: { 'snmp-switch': {} }, firstWithin: '1h' });
  await using host = await startHost({ directory: written.directory });
  const { elapsedMs, alive, devices } = await host.services.discovery.run({});
  return [
    { name: 'fping over a /16', value: fping, unit: 's', note: `${answered} answer` },
    { name: 'discovery over it', value: elapsedMs / 1_000, unit: 's', note: `${alive} answer, ${devices.length} switches identified, inspected and filed` },
    { name: 'discovery of fping alone', value: elapsedMs / 1_000 / fping, unit: '×', goal: { atMost: 1.2 } },
  ];
}

/** A sweep of a large network, of which a thousand switches answer, beside fping over the same addresses. Needs to be root, and fping. */
export async function sweep(): Promise<Figure[]> {
  if (process.env[inside] !== undefined) return measureInside();
  const { report } = JSON.parse(await run('unshare', ['--net', process.execPath, join(import.meta.dirname, '../run.ts'), 'sweep', '--json'], '', { ...process.env, [inside]: '1' }));
  return report[0].figures;
}
