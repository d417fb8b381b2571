import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { z } from 'zod';
import { Daemon } from '../docs/daemon.ts';
import { freeTcpPort } from '../real/daemon.ts';

/** A built host without plugins, of two sites: it starts fast, and listens at the same port each time. */
export class SmallHost implements AsyncDisposable {
  readonly daemon: Daemon;
  readonly port: number;

  private constructor(daemon: Daemon, port: number) {
    this.daemon = daemon;
    this.port = port;
  }

  static async start(): Promise<SmallHost> {
    await using opening = new AsyncDisposableStack();
    const daemon = opening.use(await Daemon.inEmptyFolder());
    const port = await freeTcpPort('127.0.0.1');
    const files = {
      'jackfield.yaml': `state: var\nplugins: []\nlisten: { address: 127.0.0.1, port: ${port} }\n`, 'credentials.yaml': '{}\n',
      'organization.yaml': 'organization: acme\nregions: { north: { districts: { yorkshire: {} } }, south: { districts: { avon: {} } } }\n',
      'sites/leeds.yaml': 'site: leeds\ndistrict: yorkshire\nnetworks: [127.99.1.0/28]\n', 'sites/bristol.yaml': 'site: bristol\ndistrict: avon\nnetworks: [127.99.2.0/28]\n',
    };
    await mkdir(join(daemon.folder, 'config/sites'), { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(daemon.folder, 'config', file), text);
    const host = new SmallHost(daemon, port);
    await host.begin();
    opening.move();
    return host;
  }

  get place(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** After it was ended, too. */
  async begin(): Promise<void> {
    this.daemon.start();
    await vi.waitFor(async () => {
      if (!(await this.isWell())) throw new Error(`not well: ${this.daemon.told}`);
    }, { timeout: 50_000, interval: 50 });
  }

  async isWell(): Promise<boolean> {
    const answer = await fetch(`${this.place}/healthz`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok === true;
  }

  async token(role: string, at: string): Promise<string> {
    const { result } = await this.daemon.run(['token', 'create', '--for', 'tests', '--role', role, '--at', at, '--json']);
    return z.object({ token: z.string() }).parse(JSON.parse(result)).token;
  }

  /** What the browser of a new admin sends: who decides about people has logged in. */
  async login(name: string): Promise<{ readonly cookie: string; readonly 'x-jackfield-csrf': string }> {
    const { result } = await this.daemon.run(['people', 'add', name, '--role', 'admin', '--at', 'organization', '--json']);
    const { secret } = z.object({ secret: z.string() }).parse(JSON.parse(result));
    const answer = await fetch(`${this.place}/api/set-up`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ secret, name, password: 'seven switches in a cellar' }) });
    const { csrf } = z.object({ csrf: z.string() }).parse(await answer.json());
    return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '', 'x-jackfield-csrf': csrf };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.daemon[Symbol.asyncDispose]();
  }
}
