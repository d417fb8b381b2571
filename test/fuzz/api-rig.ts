import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createApi } from '../../core/src/api/index.ts';
import { healthSettingsSchema } from '../../core/src/health/index.ts';
import { holdStore } from '../../core/src/packages/index.ts';
import { createConfigurationService } from '../../core/src/sites/index.ts';
import { FakeServices, savingPlugin, twoSites } from '../../core/src/testing/index.ts';
import { transportSettingsSchema } from '../../core/src/transports/index.ts';
import type { Hostile } from './api-input.ts';

const files = {
  'jackfield.yaml': 'state: state\nplugins: []\n',
  'organization.yaml': 'organization: acme\ntitle: Acme\nregions:\n  north: { districts: { yorkshire: {} } }\n  south: { districts: { avon: {} } }\n',
  'credentials.yaml': 'switches:\n  kind: snmp-community\n  community: { env: NOWHERE }\n',
  'sites/leeds.yaml': 'site: leeds\ndistrict: yorkshire\nnetworks: [10.1.0.0/16]\ndevices:\n  - name: leeds-core\n',
  'sites/bristol.yaml': 'site: bristol\ndistrict: avon\nnetworks: [10.2.0.0/16]\n',
};

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

type Login = { readonly [header: string]: string };

/** The API of a host of two sites: its configuration, people and HTTP server are real, what is behind them answers from constants. */
export class ApiRig implements AsyncDisposable {
  /** What it said of faults of its own. */
  readonly faults: string[] = [];
  readonly #stack: AsyncDisposableStack;
  readonly #agent: Agent;
  readonly #port: number;
  readonly #directory: string;
  readonly #fake: FakeServices;
  readonly #reload: () => Promise<unknown>;
  #logins: { readonly [caller in Hostile['caller']]: Login } = { stranger: {}, viewer: {}, manager: {}, admin: {}, token: {} };
  #from = 0;

  private constructor(stack: AsyncDisposableStack, port: number, fake: FakeServices, reload: () => Promise<unknown>) {
    this.#stack = stack;
    this.#port = port;
    this.#directory = fake.directory;
    this.#fake = fake;
    this.#reload = reload;
    this.#agent = new Agent({ keepAlive: false });
    stack.defer(() => this.#agent.destroy());
    fake.events.on('request.failed', ({ route, message, stack: where }) => this.faults.push(`${route}: ${message}\n${where}`));
  }

  static async open(): Promise<ApiRig> {
    await using opening = new AsyncDisposableStack();
    const directory = await mkdtemp(join(tmpdir(), 'jackfield-api-fuzz-'));
    opening.defer(() => rm(directory, { recursive: true, force: true }));
    await write(directory);
    const fake = new FakeServices(directory, join(directory, 's.sock'));
    const configuration = opening.use(await createConfigurationService({
      directory, events: fake.events, schemas: { transports: transportSettingsSchema, health: healthSettingsSchema }, hold: (state) => holdStore(join(state, 'packages')),
    }));
    const plugin = { ...savingPlugin, id: 'snmp-switch' };
    const services = { ...twoSites(fake), configuration, catalogue: { plugins: [plugin], refused: [], find: (id: string) => (id === plugin.id ? plugin : null) } };
    const api = opening.use(await createApi({ services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} }));
    return new ApiRig(opening.move(), api.listen.port, fake, () => configuration.reload());
  }

  /** Everything as it was at first, with logins that nothing was asked with yet. */
  async renew(): Promise<void> {
    await write(this.#directory);
    await this.#reload();
    const { people } = this.#fake;
    const admin = [{ role: 'admin', at: { level: 'organization' } }] as const;
    // The last admin is never removed.
    await people.add('keeper', admin);
    for (const { name } of await people.list()) if (name !== 'keeper') await people.remove(name);
    await people.add('ada', admin);
    await people.remove('keeper');
    const { secret, csrf } = await people.sessions.open('ada', 'link', { address: '127.0.0.1', agent: '' });
    const life = { madeBy: 'ann', person: null, lifeMs: 3_600_000 };
    const viewer = await people.tokens.create({ ...life, title: 'viewer', binding: { role: 'viewer', at: { level: 'site', id: 'leeds' } } });
    const manager = await people.tokens.create({ ...life, title: 'manager', binding: { role: 'manager', at: { level: 'site', id: 'leeds' } } });
    const token = await people.tokens.create({ ...life, title: 'admin', binding: { role: 'admin', at: { level: 'organization' } } });
    this.#logins = {
      stranger: {}, viewer: { authorization: `Bearer ${viewer.secret}` }, manager: { authorization: `Bearer ${manager.secret}` }, token: { authorization: `Bearer ${token.secret}` }, admin: { cookie: `jackfield=${secret}`, 'x-jackfield-csrf': csrf },
    };
  }

  /** Each request comes from an address of its own: limits are told of elsewhere. */
  async ask(method: string, { caller, path, headers, body }: Hostile): Promise<Answer> {
    this.#from += 1;
    const from = `10.200.${this.#from >> 8 & 255}.${this.#from & 255}`;
    const answered = await new Promise<IncomingMessage>((done, failed) => {
      const asked = request({ agent: this.#agent, host: '127.0.0.1', port: this.#port, method, path, headers: { ...headers, ...this.#logins[caller], 'x-forwarded-for': from, ...(body === null ? {} : { 'content-length': body.length }) } }, done);
      asked.once('error', failed);
      asked.end(body ?? undefined);
    });
    return { status: answered.statusCode ?? 0, type: answered.headers['content-type'] ?? '', text: await text(answered) };
  }

  async isWell(): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${this.#port}/healthz`);
    await answer.body?.cancel();
    return answer.ok;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

async function write(directory: string): Promise<void> {
  await rm(join(directory, 'sites'), { recursive: true, force: true });
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), content);
  }
}
