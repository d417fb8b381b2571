import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { accessMigrations, createAudit, type Audit } from '../../core/src/access/index.ts';
import { JackfieldError } from '../../core/src/errors/index.ts';
import { createHostEvents } from '../../core/src/events/index.ts';
import { createNotificationService, notificationMigrations, notificationSettingsSchema, type NotificationService } from '../../core/src/notifications/index.ts';
import { ReloadingCatalogue, SandboxedPluginHost } from '../../core/src/plugins/index.ts';
import { createConfigurationService, type ConfigurationService } from '../../core/src/sites/index.ts';
import { FakeClock, MemoryStore, switchDevice } from '../../core/src/testing/index.ts';
import { createTransports, transportSettingsSchema } from '../../core/src/transports/index.ts';

const gatewayAddress = '127.92.0.5';
/** On this machine too, and in no network of the site. */
const elsewhereAddress = '127.0.0.1';

const messageSchema = z.object({ id: z.string(), text: z.string().optional(), to: z.array(z.string()).optional(), room: z.string().optional(), priority: z.string().optional() });
interface Received {
  readonly path: string;
  readonly body: z.output<typeof messageSchema>;
}

/** What it answers next; 202 when nothing is said. */
let answers: { readonly status: number; readonly location?: string }[];
let received: Received[];
let strayed: string[];
let stack: AsyncDisposableStack;
let directory: string;
let port: number;
let elsewhere: string;
let clock: FakeClock;
let audit: Audit;
let service: NotificationService;
let configuration: ConfigurationService;
let catalogue: ReloadingCatalogue;

async function listening(server: Server, address: string): Promise<number> {
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

const site = (channel: string, device = 'gateway'): Promise<void> => writeFile(join(directory, 'sites/leeds.yaml'), `site: leeds
district: yorkshire
networks: [127.92.0.0/16]
settings:
  transports: { http: { port: ${port}, tls: false } }
  notifications:
    channels:
      night: { notifier: pager/page, device: ${device}, to: ['100'], settings: ${channel} }
plugins:
  pager: { enabled: true, grant: { http: { write: [/pages] } } }
`);

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  [answers, received, strayed] = [[], [], []];
  port = await listening(createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => {
      received.push({ path: request.url ?? '', body: messageSchema.parse(JSON.parse(text)) });
      const { status, location } = answers.shift() ?? { status: 202 };
      response.writeHead(status, location === undefined ? {} : { location }).end();
    });
  }), gatewayAddress);
  elsewhere = `http://${elsewhereAddress}:${await listening(createServer((request, response) => {
    strayed.push(request.url ?? '');
    response.end();
  }), elsewhereAddress)}`;
  directory = await mkdtemp(join(tmpdir(), 'jackfield-told-'));
  stack.defer(() => rm(directory, { recursive: true }));
  await mkdir(join(directory, 'sites'));
  await writeFile(join(directory, 'jackfield.yaml'), `state: state\nplugins: [${join(import.meta.dirname, 'plugins-told')}]\n`);
  await writeFile(join(directory, 'organization.yaml'), 'organization: acme\nregions: { north: { districts: { yorkshire: {} } } }\n');
  await site('{ room: night desk }');
  const events = createHostEvents();
  configuration = stack.use(await createConfigurationService({ directory, events, schemas: { notifications: notificationSettingsSchema, transports: transportSettingsSchema } }));
  catalogue = await ReloadingCatalogue.open(configuration.current);
  stack.use(configuration.participate(catalogue));
  const store = stack.use(new MemoryStore([...accessMigrations, ...notificationMigrations]));
  audit = await createAudit(store);
  const transports = stack.use(createTransports({ directory, stateDirectory: join(directory, 'state'), events }));
  const plugins = stack.use(new SandboxedPluginHost(catalogue, configuration, transports, audit, events));
  clock = new FakeClock(Date.now());
  const gateway = { ...switchDevice, name: 'gateway', site: 'leeds', address: gatewayAddress, addresses: [gatewayAddress] };
  const stranger = { ...gateway, id: 'id-2', name: 'stranger', address: elsewhereAddress, addresses: [elsewhereAddress] };
  service = stack.use(createNotificationService({
    store, events, clock, plugins, configuration, health: { incidents: async () => [] }, incidents: { maintenanceOf: () => [] }, changes: { underWay: () => new Map() }, inventory: { find: () => null, devices: () => [gateway, stranger] },
  }));
});
afterEach(() => stack.disposeAsync());

const send = () => service.test({ channel: 'night', site: 'leeds', person: 'ada' });

test('a message goes through the sandbox and the broker to the gateway with what the channel sets, and is tried again with the same id', async () => {
  await service.start();
  answers = [{ status: 503 }];
  const first = await send();
  expect(first).toMatchObject({ state: 'waiting', attempts: 1, reason: expect.stringContaining('the gateway answered 503') });
  clock.advance(6_000);
  await vi.waitFor(async () => expect(await service.list()).toMatchObject([{ id: first.id, state: 'sent', attempts: 2, reason: '' }]), { timeout: 10_000 });
  expect(received).toEqual([1, 2].map(() => ({ path: '/pages', body: { id: first.id, text: 'A test message of Jackfield', to: ['100'], room: 'night desk', priority: 'low' } })));
  expect((await audit.list()).map(({ person, action, plugin, detail }) => [person, action, plugin, detail])).toEqual([1, 2].map(() => ['jackfield', 'operation.write', 'pager', 'http POST /pages']));
});

test('a notifier reaches nothing but the paths of its device that were granted', async () => {
  const tried: readonly (readonly [go: string, refusal: string])[] = [
    [`fetch ${elsewhere}/stray`, 'JF2106: '], [`send ${elsewhere}/stray`, 'is malformed'], [`send //${elsewhere.slice('http://'.length)}/stray`, 'may not http.send'], ['send /admin', 'may not http.send'],
  ];
  for (const [go, refusal] of tried) {
    await site(`{ room: night desk, go: '${go}' }`);
    await configuration.reload();
    expect(await send()).toMatchObject({ state: 'waiting', reason: expect.stringContaining(refusal) });
  }
  await site('{ room: night desk }', 'stranger');
  await configuration.reload();
  expect(await send()).toMatchObject({ state: 'waiting', reason: expect.stringContaining(`${elsewhereAddress} is not in the networks of leeds`) });
  // What the gateway answers leads nowhere either.
  answers = [{ status: 307, location: `${elsewhere}/stray` }];
  await site('{ room: night desk }');
  await configuration.reload();
  expect((await send()).reason).toContain('the gateway answered 307');
  expect({ strayed, received: received.map(({ path }) => path) }).toEqual({ strayed: [], received: ['/pages'] });
});

test.each([
  ['a setting that its schema does not know', '{ room: night desk, rooom: x }', 'JF2017 sites/leeds.yaml:8:', 'notifications.channels.night.settings.rooom'],
  ['one of another kind', '{ room: night desk, priority: loud }', 'JF2017 sites/leeds.yaml:8:', 'notifications.channels.night.settings.priority'],
  ['none of what it has to have', '{}', 'JF2017 sites/leeds.yaml:8:', 'room'],
])('a configuration whose channel has %s is refused, with the line', async (_what, channel, place, message) => {
  await site(channel);
  const outcome = await configuration.reload();
  const told = outcome.kind === 'refused' ? outcome.errors.map((error) => (error instanceof JackfieldError ? `${error.code} ${error.where} ${error.message}` : error.message)) : [];
  expect(told).toEqual([expect.stringContaining(place)]);
  expect(told[0]).toContain(message);
});
