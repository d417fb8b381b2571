import { mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSshd, type RealSshServer } from './sshd.ts';

/** The ports that this process, and so the host in it, has connections to: one entry for each of them. */
async function portsTalkedTo(): Promise<number[]> {
  const links = await Promise.all((await readdir('/proc/self/fd')).map((fd) => readlink(join('/proc/self/fd', fd)).catch(() => '')));
  const own = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]));
  const established = '01';
  return (await readFile('/proc/self/net/tcp', 'utf8')).split('\n').slice(1).flatMap((line) => {
    const [, , remote, state, , , , , , inode] = line.trim().split(/\s+/);
    return state === established && own.has(inode) ? [Number.parseInt(remote?.split(':')[1] ?? '', 16)] : [];
  });
}

describeWith(['sshd', 'ssh-keygen', 'fping'], 'a server behind two jump hosts, each a real sshd', () => {
  let near: RealSshServer;
  let far: RealSshServer;
  let machine: RealSshServer;
  let host: RealHost;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-files-'));
    [near, far, machine] = await Promise.all([startSshd('127.0.91.1'), startSshd('127.0.91.2'), startSshd('127.0.92.2')]);
    const entry = (server: RealSshServer): object => ({ kind: 'ssh', user: server.user, privateKey: { file: server.privateKeyFile } });
    const hop = (server: RealSshServer, credentials: string): object => ({ address: server.address, port: server.port, credentials });
    host = await startRealHost({
      // The hops lie in no network of the site.
      networks: ['127.0.92.0/30'],
      plugins: { 'linux-server': { enabled: true, grant: 'write' } },
      credentials: { lab: entry(machine), near: entry(near), far: entry(far) },
      transports: { ssh: { port: machine.port, credentials: 'lab', jump: [hop(near, 'near'), hop(far, 'far')] } },
      devices: [{ name: 'vault', address: machine.address }],
    });
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    for (const server of [near, far, machine]) await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const device = () => host.services.inventory.devices()[0];
  const look = async () => (await host.services.health.checkNow(device()?.id ?? '', { check: 'load' }))[0];
  /** After a hop went away under a connection, the first to use it finds that out. */
  const lookAgain = async () => [await look(), await look()][1];

  test('is identified by its name in the site\'s file, without a ping', async () => {
    expect(await host.services.discovery.run({})).toMatchObject({ addresses: 1, problems: [] });
    expect(host.services.inventory.devices()).toMatchObject([{ name: 'vault', kind: 'server', address: machine.address, plugins: [{ id: 'linux-server' }], os: expect.any(String) }]);
    expect(device()?.keys).toContainEqual(expect.objectContaining({ type: 'sshHostKey' }));
  });

  test('is checked and pushed to over one connection, which goes to the first hop and nowhere else', async () => {
    expect(await look()).toMatchObject({ code: null, state: expect.stringMatching(/^(?:ok|warning|critical)$/) });
    const path = join(folder, 'motd');
    expect(await host.push('A greeting', [{ device: 'vault', resource: 'linux-server/file', spec: { path, content: 'Welcome\n' } }])).toMatchObject({ state: 'kept' });
    expect(await readFile(path, 'utf8')).toBe('Welcome\n');
    const ports = await portsTalkedTo();
    expect(ports.filter((port) => port === near.port)).toHaveLength(1);
    expect(ports).not.toContain(far.port);
    expect(ports).not.toContain(machine.port);
  });

  test('each hop\'s key is on record; one that changed blocks until a person accepts it', async () => {
    expect((await host.services.transports.hostKeys()).map(({ port, status }) => [port, status]).toSorted()).toEqual([near, far, machine].map(({ port }) => [port, 'accepted']).toSorted());
    await far.reinstall();
    expect(await lookAgain()).toMatchObject({ state: 'unknown', code: 'JF0002', summary: expect.stringContaining(`jump host ${far.address}:${far.port} (hop 2): the host key`) });
    await host.services.transports.acceptHostKey(far.address, far.port);
    expect((await look())?.code).toBeNull();
  });

  test('a hop that lets nobody through says so, with the setting to look at', async () => {
    const keys = join(dirname(far.privateKeyFile), 'authorized_keys');
    const open = await readFile(keys, 'utf8');
    await writeFile(keys, `restrict ${open}`);
    await far.reinstall();
    await lookAgain();
    await host.services.transports.acceptHostKey(far.address, far.port);
    expect(await look()).toMatchObject({ state: 'unknown', code: 'JF0001', summary: expect.stringContaining('(hop 2) does not let this login through') });
    await writeFile(keys, open);
    await far.reinstall();
    await lookAgain();
    await host.services.transports.acceptHostKey(far.address, far.port);
    expect((await look())?.code).toBeNull();
  });

  /** The incidents of what is down: those of blind checks were opened by the looks of the tests before, and stay while they flap. */
  const told = async (): Promise<string[]> => (await host.services.health.incidents({ status: 'open' })).filter(({ plugin, check }) => plugin === 'jackfield' && !check.startsWith('reachability over ')).map(({ check, summary }) => `${check}: ${summary}`);

  test('a machine that dies behind hops that are well is one incident, of its own', { timeout: 60_000 }, async () => {
    await machine.stop();
    await look();
    await expect.poll(told, { timeout: 30_000 }).toEqual([`reachability: vault (${machine.address}) does not answer`]);
    await machine.reinstall();
    await lookAgain();
    await host.services.transports.acceptHostKey(machine.address, machine.port);
    expect((await look())?.code).toBeNull();
    await expect.poll(told, { timeout: 30_000 }).toEqual([]);
  });

  test('a hop that is down is named, and is the one incident; nobody tries to go round it, though the machine is up', { timeout: 60_000 }, async () => {
    await far.stop();
    expect(await lookAgain()).toMatchObject({ code: 'JF0001', summary: expect.stringContaining(`jump host ${far.address}:${far.port} (hop 2)`) });
    await expect.poll(told, { timeout: 30_000 }).toEqual([expect.stringMatching(new RegExp(`^jump host ${far.address}:${far.port}: jump host .*; 1 device lies behind it$`))]);
    await near.stop();
    await expect.poll(look, { timeout: 30_000 }).toMatchObject({ code: 'JF0001', summary: expect.stringContaining(`jump host ${near.address}:${near.port} (hop 1): nobody listens`) });
    expect(await host.services.discovery.run({})).toMatchObject({ problems: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining('(hop 1)') })]) });
    expect(await portsTalkedTo()).not.toContain(machine.port);
    expect(await machine.run('echo up')).toBe('up\n');
  });
});
