import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { pathOf, type Program } from '../real/prerequisites.ts';
import { writeTestConfiguration } from '../real/real-host.ts';
import { startSnmpd, type RealAgent } from '../real/snmpd.ts';
import { startSshd, type RealSshServer } from '../real/sshd.ts';
import type { Network } from './network.ts';

const contact = '1.3.6.1.2.1.1.4.0';
const location = '1.3.6.1.2.1.1.6.0';
const programs: readonly Program[] = ['sshd', 'ssh-keygen', 'snmpd', 'snmpget'];

/** OpenSSH's server and Debian's snmpd on loopback. */
export class RealNetwork implements Network {
  readonly configuration: string;
  readonly writes = new Map<string, number>();
  readonly #folder: string;
  readonly #server: RealSshServer;
  readonly #agent: RealAgent;

  private constructor(folder: string, server: RealSshServer, agent: RealAgent) {
    this.#folder = folder;
    this.#server = server;
    this.#agent = agent;
    this.configuration = join(folder, 'config');
  }

  /** Programs that are not on this machine. */
  static get missing(): readonly string[] {
    return programs.filter((program) => pathOf(program) === null);
  }

  /** `lane`: networks of several lanes stand side by side. */
  static async start(lane: number): Promise<RealNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'jackfield-chaos-real-'));
    const [serverAddress, agentAddress] = [`127.94.${lane}.1`, `127.94.${lane}.2`];
    const [server, agent] = await Promise.all([startSshd(serverAddress), startSnmpd(agentAddress)]);
    const network = new RealNetwork(folder, server, agent);
    const grant = { enabled: true, grant: 'write' };
    await Promise.all(network.#files.map((file) => writeFile(file, 'r0\n')));
    await writeTestConfiguration(network.configuration, {
      networks: [`127.94.${lane}.0/29`],
      plugins: { 'snmp-switch': grant, 'linux-server': grant },
      devices: [{ name: 'server', address: serverAddress }, { name: 'agent', address: agentAddress }],
      credentials: {
        agents: { kind: 'snmp-community', community: { plain: agent.community }, writeCommunity: { plain: agent.community } },
        shell: { kind: 'ssh', user: server.user, privateKey: { file: server.privateKeyFile } },
      },
      transports: { snmp: { port: agent.port, credentials: 'agents', timeoutMs: 500 }, ssh: { port: server.port, credentials: 'shell' } },
    });
    return network;
  }

  change(tag: string, waves: object): string {
    return stringify({
      title: `To ${tag}`, waves,
      changes: [
        { device: 'agent', resource: 'snmp-switch/system', spec: { contact: `noc ${tag}`, location: `rack ${tag}` } },
        ...this.#files.map((path) => ({ device: 'server', resource: 'linux-server/file', spec: { path, content: `${tag}\n` } })),
      ],
    });
  }

  async has(tag: string): Promise<readonly boolean[]> {
    const [who, where, ...texts] = await this.#values();
    // Before the first change the agent has what its package says.
    const isFirst = tag === 'r0';
    return [isFirst || who === `noc ${tag}`, isFirst || where === `rack ${tag}`, ...texts.map((text) => text === `${tag}\n`)];
  }

  async describe(): Promise<string> {
    return JSON.stringify(await this.#values());
  }

  refuse(): boolean {
    return false;
  }

  /** What they run is what they start with. */
  get forgetful(): readonly string[] {
    return [];
  }

  async databaseBytes(): Promise<number> {
    return (await stat(join(this.#folder, 'state', 'jackfield.db'))).size;
  }

  async litter(): Promise<readonly string[]> {
    return (await readdir(this.#folder)).filter((name) => name.includes('.jackfield-'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#server[Symbol.asyncDispose](), this.#agent[Symbol.asyncDispose]()]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #files(): readonly string[] {
    return ['motd', 'issue'].map((name) => join(this.#folder, name));
  }

  async #values(): Promise<readonly string[]> {
    return Promise.all([this.#agent.get(contact), this.#agent.get(location), ...this.#files.map((file) => readFile(file, 'utf8'))]);
  }
}
