import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Figure } from '../figure.ts';

const sites = 20;
const devicesOfSite = 500;
/** A caller may ask 300 times at once. */
const asksOfToken = 250;
const tokens = 40;
const followers = 500;
const burst = { perSecond: 100, seconds: 10 };

const begun = z.object({ host: z.string(), floor: z.string(), devices: z.number(), all: z.array(z.string()), some: z.array(z.string()) });
const used = z.object({ cpu: z.number() });

/** An organization of 10,000 devices that its files name; nothing looks at them, by echoes neither. */
async function manyDevices(): Promise<AsyncDisposable & { readonly directory: string }> {
  const root = await mkdtemp(join(tmpdir(), 'jackfield-bench-'));
  const directory = join(root, 'config');
  await mkdir(join(directory, 'sites'), { recursive: true });
  const write = (file: string, content: object): Promise<void> => writeFile(join(directory, file), stringify(content));
  await write('jackfield.yaml', { state: '../state', plugins: [], listen: { address: '127.0.0.1', port: 0 } });
  await write('organization.yaml', { settings: { health: { gate: 'off' } }, organization: 'bench', title: 'Bench', regions: { north: { title: 'North', districts: { yorkshire: { title: 'Yorkshire' } } } } });
  for (let site = 1; site <= sites; site += 1) {
    const devices = Array.from({ length: devicesOfSite }, (_, index) => ({ name: `switch-${site}-${index}`, address: `127.${100 + site}.${index >> 8}.${index & 255}` }));
    await write(`sites/site-${site}.yaml`, { site: `site-${site}`, title: `Site ${site}`, district: 'yorkshire', networks: [`127.${100 + site}.0.0/23`], devices });
  }
  return { directory, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

/** Asks again and again over kept connections, eight at a time; each name of `headers` as often as it may. */
async function askOften(url: string, headers: readonly object[], agent: Agent): Promise<number> {
  let asked = 0;
  await Promise.all(Array.from({ length: 8 }, async (_, lane) => {
    for (let index = lane; index < headers.length; index += 8) {
      for (let ask = 0; ask < asksOfToken; ask += 1) {
        const response = await new Promise<IncomingMessage>((resolve, reject) => get(url, { agent, headers: { ...headers[index] } }, resolve).on('error', reject));
        if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode}: ${await text(response)}`);
        await text(response);
        asked += 1;
      }
    }
  }));
  return asked;
}

/** Lists and streams of a host with 10,000 devices; CPU of its process, so that what asks on the same machine does not count. */
export async function api(): Promise<Figure[]> {
  await using written = await manyDevices();
  const child = spawn(process.execPath, [join(import.meta.dirname, '../processes/api-host.js'), written.directory, String(tokens)], { stdio: ['pipe', 'pipe', 'inherit'] });
  await using closing = new AsyncDisposableStack();
  closing.defer(() => void child.stdin.end());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const heard = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));
  const cpuAfter = async (kind: string, value: unknown = null): Promise<number> => {
    child.stdin.write(`${JSON.stringify({ kind, value })}\n`);
    return used.parse(await heard()).cpu;
  };
  const host = begun.parse(await heard());
  const agent = closing.adopt(new Agent({ keepAlive: true, maxSockets: 16 }), (one) => one.destroy());
  const bearer = (secret: string): object => ({ authorization: `Bearer ${secret}` });
  const costOf = async (url: string, headers: readonly object[]): Promise<number> => {
    const before = await cpuAfter('cpu');
    const asked = await askOften(url, headers, agent);
    return ((await cpuAfter('cpu')) - before) / asked;
  };
  const list = `${host.host}/api/devices?limit=100`;
  const [first = '', ...others] = host.all;
  const answer = await text(await new Promise<IncomingMessage>((resolve) => get(list, { agent, headers: { ...bearer(first) } }, resolve)));
  await cpuAfter('answer', JSON.parse(answer));
  await costOf(list, [bearer(first)]);
  const all = await costOf(list, others.map(bearer));
  const some = await costOf(list, host.some.map(bearer));
  const floor = await costOf(`${host.floor}/devices`, others.map(() => ({})));
  const streams = closing.adopt(await Promise.all(Array.from({ length: followers }, async (_, index) =>
    new Promise<IncomingMessage>((resolve) => get(`${host.host}/api/events`, { headers: { ...bearer(host.all[index % tokens] ?? '') } }, resolve)))), (open) => open.forEach((one) => one.destroy()));
  let heardEvents = 0;
  for (const stream of streams) stream.on('data', (data: Buffer) => (heardEvents += data.toString().split('event: device.changed').length - 1));
  const before = await cpuAfter('cpu');
  const after = await cpuAfter('events', burst);
  return [
    { name: 'page of 100 of 10,000 devices', value: 1_000 / all, unit: '/s of a core', note: `with a token of all; ${answer.length} bytes`, goal: { atLeast: 3_000 } },
    { name: 'the same with a token of one site', value: 1_000 / some, unit: '/s of a core' },
    { name: 'the same JSON by bare Fastify', value: 1_000 / floor, unit: '/s of a core', note: 'no authorization, no ETag, nothing looked up' },
    { name: 'page of that', value: all / floor, unit: '×' },
    { name: `${followers} followers at ${burst.perSecond} events/s`, value: (after - before) / (burst.seconds * 10), unit: '% of a core', note: `${heardEvents} events arrived`, goal: { atMost: 10 } },
  ];
}
