// A host with many devices and its API; says where it is, and emits as many events a second as it is told. The floor beside it sends what the API answered by bare Fastify.
import { createInterface } from 'node:readline';
import { fastify } from 'fastify';
import { startHost } from '../../../core/dist/host/index.js';
import { siteNode, wholeOrganization } from '../../../core/dist/access/index.js';

const [directory, tokens] = process.argv.slice(2);
const host = await startHost({ directory });
const { people, events, inventory } = host.services;
const secretsOf = async (at) => Promise.all(Array.from({ length: Number(tokens) }, async (_, index) => (await people.tokens.create({ title: 'bench', binding: { role: 'viewer', at }, madeBy: `bench-${index}`, person: null, lifeMs: 3_600_000 })).secret));
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

// What it does by itself at its start is not what is measured.
await host.services.discovery.run({});

let answer;
const floor = fastify();
floor.get('/devices', async () => answer);
const place = await floor.listen({ host: '127.0.0.1', port: 0 });
const { address, port } = host.listen;
say({ host: `http://${address}:${port}`, floor: place, devices: inventory.devices().length, all: await secretsOf(wholeOrganization), some: await secretsOf(siteNode('site-1')) });

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, value } = JSON.parse(line);
  if (kind === 'answer') answer = value;
  if (kind === 'events') {
    const device = inventory.devices()[0];
    for (let told = 0; told < value.seconds * 20; told += 1) {
      for (let one = 0; one < value.perSecond / 20; one += 1) events.emit('device.changed', { device: device.id, fields: ['version'] });
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  say({ cpu: cpu() });
}
await floor.close();
await host[Symbol.asyncDispose]();
