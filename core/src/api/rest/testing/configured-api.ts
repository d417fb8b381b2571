import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { nodeMeant, type Role } from '../../../access/index.ts';
import { healthSettingsSchema } from '../../../health/index.ts';
import { notificationSettingsSchema } from '../../../notifications/index.ts';
import { holdStore } from '../../../packages/index.ts';
import { createConfigurationService, type ConfigurationService } from '../../../sites/index.ts';
import { FakeServices, savingPlugin } from '../../../testing/index.ts';
import { transportSettingsSchema } from '../../../transports/index.ts';
import { EventLog } from '../../events/index.ts';
import type { HostServices } from '../../host-services.ts';
import { registerRest } from '../rest.ts';

export const organizationText = `# The tree.
organization: acme
title: Acme
settings:
  transports: { snmp: { credentials: switches } }   # everywhere
plugins:
  snmp-switch:
    enabled: true              # since May
    grant: read
regions:
  north:
    districts:
      yorkshire:   # the old county
  south:
    districts:
      avon: { title: Avon }
`;
export const leedsText = 'site: leeds\n# head office\ndistrict: yorkshire\nnetworks: [10.1.0.0/16]\ndevices:\n  - name: leeds-core   # in the cellar\n    labels: { role: core }\n';
export const credentialsText = 'switches:\n  kind: snmp-community\n  community: { plain: hunter2-read }   # public\nspare:\n  kind: ssh\n  user: root\n  password: { env: NOWHERE }\n';

const files = {
  'jackfield.yaml': 'state: state\nplugins: []\n', 'organization.yaml': organizationText, 'credentials.yaml': credentialsText, 'sites/leeds.yaml': leedsText,
  'sites/bristol.yaml': 'site: bristol\ndistrict: avon\nnetworks: [10.2.0.0/16]\n',
};

export interface Answered {
  readonly status: number;
  readonly headers: { readonly [name: string]: unknown };
  /** Of JSON. */
  readonly body: unknown;
  readonly text: string;
}

/** The HTTP API of a host with a real configuration in a folder of its own, and one plugin that is there by its manifest alone. */
export class ConfiguredApi implements AsyncDisposable {
  readonly directory: string;
  readonly fake: FakeServices;
  readonly services: HostServices;
  readonly #server: FastifyInstance;
  readonly #log: EventLog;

  private constructor(directory: string, fake: FakeServices, services: HostServices, server: FastifyInstance, log: EventLog) {
    this.directory = directory;
    this.fake = fake;
    this.services = services;
    this.#server = server;
    this.#log = log;
  }

  static async open(): Promise<ConfiguredApi> {
    const directory = await mkdtemp(join(tmpdir(), 'jackfield-configured-'));
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), text);
    }
    const fake = new FakeServices(directory, '');
    const configuration: ConfigurationService = await createConfigurationService({
      directory, events: fake.events, schemas: { transports: transportSettingsSchema, health: healthSettingsSchema, notifications: notificationSettingsSchema }, hold: (state) => holdStore(join(state, 'packages')),
    });
    const plugin = { ...savingPlugin, id: 'snmp-switch' };
    const services = { ...fake.services, configuration, catalogue: { plugins: [plugin], refused: [], find: (id: string) => (id === plugin.id ? plugin : null) } };
    const log = await EventLog.open(services);
    const server = fastify({ forceCloseConnections: true });
    registerRest(server, { services, daemon: { pid: 1, version: '1', startedAt: '' }, log, closing: new AbortController().signal });
    return new ConfiguredApi(directory, fake, services, server, log);
  }

  async token(role: Role, at: string): Promise<string> {
    const node = nodeMeant(at, this.services.configuration.current);
    return (await this.services.people.tokens.create({ title: role, binding: { role, at: node }, madeBy: 'ann', person: null, lifeMs: 3_600_000 })).secret;
  }

  async ask(token: string, method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object, headers: { readonly [name: string]: string } = {}): Promise<Answered> {
    const answer = await this.#server.inject({ method, url: `/api${path}`, headers: { authorization: `Bearer ${token}`, ...headers }, ...(payload === undefined ? {} : { payload }) });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? null : answer.json(), text: answer.body };
  }

  text(file: string): Promise<string> {
    return readFile(join(this.directory, file), 'utf8');
  }

  /** As somebody with an editor. */
  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.directory, file), text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
    await this.#log[Symbol.asyncDispose]();
    await this.services.configuration[Symbol.asyncDispose]();
    await rm(this.directory, { recursive: true, force: true });
  }
}
