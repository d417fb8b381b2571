import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer as createTcpServer, type Server } from 'node:net';
import { createSocket } from 'node:dgram';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

/** What a plugin wants to reach: files open to everybody, listeners, another process. Looks for what happened to them. */
export class Outside implements AsyncDisposable {
  readonly token = `token-${randomUUID()}`;
  readonly #root = mkdtempSync(join(tmpdir(), 'jackfield-escape-'));
  readonly #servers: Server[] = [];
  readonly #udp = createSocket('udp4');
  #heard = 0;
  #sibling: ChildProcess | null = null;
  readonly directory = join(this.#root, 'package');
  readonly #folder = join(this.#root, 'outside');
  readonly #out = join(this.#root, 'out');
  #port = 0;

  async open(): Promise<void> {
    chmodSync(this.#root, 0o755);
    cpSync(join(import.meta.dirname, 'package'), this.directory, { recursive: true });
    mkdirSync(this.#folder);
    writeFileSync(join(this.#folder, 'secret.txt'), this.token);
    writeFileSync(join(this.#folder, 'secret.mjs'), `export default ${JSON.stringify(this.token)};`);
    writeFileSync(join(this.#folder, 'secret.cjs'), `module.exports = ${JSON.stringify(this.token)};`);
    writeFileSync(join(this.#folder, 'secret.json'), JSON.stringify(this.token));
    symlinkSync(join(this.#folder, 'secret.txt'), join(this.directory, 'link-to-file'));
    symlinkSync(this.#folder, join(this.directory, 'link-to-folder'));
    const listen = async (where: { port: number; host: string } | { path: string }): Promise<Server> => {
      const server = createTcpServer((socket) => {
        this.#heard += 1;
        socket.on('error', () => undefined).destroy();
      });
      this.#servers.push(server);
      server.listen(where);
      await once(server, 'listening');
      return server;
    };
    const address = (await listen({ port: 0, host: '127.0.0.1' })).address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
    await listen({ path: join(this.#root, 'socket') });
    chmodSync(join(this.#root, 'socket'), 0o777);
    await listen({ path: `\0${this.token}-abstract` });
    this.#udp.on('message', () => (this.#heard += 1)).bind(0, '127.0.0.1');
    await once(this.#udp, 'listening');
    this.reset();
  }

  target(host: number): { readonly [name: string]: string | number } {
    return {
      package: this.directory, folder: this.#folder, secret: join(this.#folder, 'secret.txt'), secretModule: join(this.#folder, 'secret.mjs'), out: this.#out,
      victim: join(this.#out, 'victim'), database: join(this.#out, 'db.sqlite'), host, sibling: this.#sibling?.pid ?? 0, port: this.#port, udp: this.#udp.address().port,
      socket: join(this.#root, 'socket'), abstract: `${this.token}-abstract`, hostname: hostname(),
    };
  }

  /** Everything as before the first attempt. The sibling runs as nobody that a plugin is. */
  reset(): void {
    rmSync(this.#out, { recursive: true, force: true });
    mkdirSync(this.#out);
    chmodSync(this.#out, 0o777);
    writeFileSync(join(this.#out, 'victim'), 'untouched');
    const database = new DatabaseSync(join(this.#out, 'db.sqlite'));
    database.exec(`CREATE TABLE secret (text); INSERT INTO secret VALUES ('${this.token}')`);
    database.close();
    for (const file of ['victim', 'db.sqlite']) chmodSync(join(this.#out, file), 0o666);
    this.#before = this.#look();
    this.#heard = 0;
    if (this.#sibling === null || this.#sibling.exitCode !== null || this.#sibling.signalCode !== null) this.#sibling = spawn('/bin/sleep', ['600'], { stdio: 'ignore' });
  }

  #before = '';

  #look(): string {
    const files = readdirSync(this.#out).map((name) => {
      const { mode, uid, gid, size, mtimeMs } = statSync(join(this.#out, name), { throwIfNoEntry: false }) ?? {};
      return [name, mode, uid, gid, size, mtimeMs].join();
    });
    return `${files.join(';')}${readdirSync(this.directory).join()}${existsSync(join(this.directory, 'plugin.js')) ? readFileSync(join(this.directory, 'plugin.js')).length : 0}`;
  }

  get changed(): boolean {
    return this.#look() !== this.#before;
  }

  get heard(): boolean {
    return this.#heard > 0;
  }

  get siblingHurt(): boolean {
    return this.#sibling !== null && (this.#sibling.signalCode !== null || this.#sibling.exitCode !== null);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#sibling?.kill('SIGKILL');
    await Promise.all(this.#servers.map(async (server) => new Promise((resolve) => { server.close(resolve); })));
    this.#udp.close();
    await delay(0);
    rmSync(this.#root, { recursive: true, force: true });
  }
}
