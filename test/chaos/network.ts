import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators, systemTime, type RunningDevice, type SimulatorClock, type Simulators } from '@jackfield/sdk/testing';
import { stringify } from 'yaml';
import { writeTestConfiguration } from '../real/real-host.ts';

/** Of this process: another run may go on beside it. */
const block = `127.${130 + (process.pid % 120)}`;
const password = 'Tulip-garden-42';
const contact = '1.3.6.1.2.1.1.4.0';
const alias = '1.3.6.1.2.1.31.1.1.1.18.1';
const motd = '/etc/motd';
/** On trial until it is confirmed. */
const interfaces = '/etc/network/interfaces.d/desk';
const pjsip = '/etc/asterisk/pjsip_jackfield.conf';
const callerId = (tag: string): string => `"Desk ${tag}" <2001>`;

/** ccCopyEntry of CISCO-CONFIG-COPY-MIB: a switch starts with what was copied last. */
const copy = '1.3.6.1.4.1.9.9.96.1.1.1.1';
const createAndGo = 4;
const cell = { type: 'Integer', access: 'create' };
const copies = { entry: copy, index: ['integer'], columns: { 3: cell, 4: cell, 10: { type: 'Integer', default: 3 }, 14: { type: 'RowStatus', access: 'create' } } };

const switchModel = (name: string, mac: string) => ({
  community: 'public', writeCommunity: 'example',
  model: { name, descr: 'Cisco IOS Software, a switch', objectID: '1.3.6.1.4.1.9.1.2494', contact: 'noc r0', mac, ports: [{ name: 'Gi[1-4]', alias: 'r0' }], tables: [copies] },
});

/** A place on a device that a change writes to. */
interface Slot {
  readonly device: string;
  /** The resource of a change that it belongs to. */
  readonly step: string;
  readonly resource: string;
  /** What the device has now, null for nothing. */
  readonly now: () => string | null;
  readonly wanted: (tag: string) => string;
  /** What it has after a restart of the device; left out where that is what it has now. */
  readonly startup?: () => string | null;
}

/** Devices that are read without the host's help. */
export interface Network extends AsyncDisposable {
  /** The configuration's folder. */
  readonly configuration: string;
  /** How often each value was written to a device since it was cleared, by device and place; empty where nobody can tell. */
  readonly writes: Map<string, number>;
  /** A change file that gives every device the values of a tag. */
  change(tag: string, waves: object): string;
  /** For each resource whether it has what a tag says. */
  has(tag: string): Promise<readonly boolean[]>;
  /** What every resource has now, for people. */
  describe(): Promise<string>;
  /** Whether a device in the middle of the change takes nothing more, so that changes fail; false where devices cannot. */
  refuse(refusing: boolean): boolean;
  /** How large the host's database is. */
  databaseBytes(): Promise<number>;
  /** Names of devices that start with something else than they run. */
  readonly forgetful: readonly string[];
  /** Temporary files that were left on devices. */
  litter(): Promise<readonly string[]>;
}

/** Switches, a server and a PBX on loopback, in this process. */
export class SimulatedNetwork implements Network {
  readonly configuration: string;
  readonly #folder: string;
  readonly #refusing: RunningDevice;
  readonly #switches: readonly [RunningDevice, RunningDevice];
  readonly #simulators: Simulators;
  readonly #slots: readonly Slot[];
  readonly writes = new Map<string, number>();

  private constructor(folder: string, simulators: Simulators, addresses: readonly string[]) {
    this.#folder = folder;
    this.configuration = join(folder, 'config');
    this.#simulators = simulators;
    const [first, second, server, pbx] = addresses.map((address) => this.#device(address));
    if (first === undefined || second === undefined || server === undefined || pbx === undefined) throw new Error('devices are missing');
    this.#refusing = server;
    this.#switches = [first, second];
    this.#slots = [
      { device: 'sw-1', step: 'port', resource: 'port', now: () => textOf(first, alias), wanted: (tag) => tag, startup: this.#saved(first, alias) },
      { device: 'sw-1', step: 'system', resource: 'system', now: () => textOf(first, contact), wanted: (tag) => `noc ${tag}`, startup: this.#saved(first, contact) },
      { device: 'sw-2', step: 'port', resource: 'port', now: () => textOf(second, alias), wanted: (tag) => tag, startup: this.#saved(second, alias) },
      { device: 'server', step: 'file', resource: 'file', now: () => server.files.text(motd), wanted: (tag) => `${tag}\n` },
      { device: 'server', step: 'network', resource: 'network', now: () => server.files.text(interfaces), wanted: (tag) => `# ${tag}\n` },
      { device: 'pbx', step: 'endpoint', resource: 'endpoint in the file', now: () => /^callerid\s*=\s*(.*)$/m.exec(pbx.files.text(pjsip) ?? '')?.[1] ?? null, wanted: callerId },
      { device: 'pbx', step: 'endpoint', resource: 'endpoint that runs', now: () => pbx.ami?.asterisk.objects.endpoint.get('2001')?.values.get('callerid') ?? null, wanted: callerId },
    ];
    for (const [name, device] of [['sw-1', first], ['sw-2', second]] as const) {
      device.snmp?.device.onSet(({ oid, value }) => this.#wrote(`${name} ${oid}`, Buffer.from(value.type === 'OctetString' ? value.value : '').toString()));
    }
    for (const [name, { files }] of [['server', server], ['pbx', pbx]] as const) {
      const rename = files.rename.bind(files);
      files.rename = (from, to, options) => {
        rename(from, to, options);
        this.#wrote(`${name} ${to}`, files.text(to) ?? '');
      };
    }
  }

  /** `lane`: networks of several lanes stand side by side. */
  static async start(lane: number, clock: SimulatorClock = systemTime): Promise<SimulatedNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'jackfield-chaos-'));
    const addresses = [1, 2, 3, 4].map((last) => `${block}.${lane}.${last}`);
    const [first = '', second = '', server = '', pbx = ''] = addresses;
    const shell = { users: [{ name: 'jackfield', password: 'orchard', uid: 0, gid: 0 }] };
    const file = join(folder, 'simulators.yaml');
    await writeFile(file, stringify({
      devices: [
        { title: 'sw-1', address: first, snmp: switchModel('sw-1', '02:00:5e:00:01:00') },
        { title: 'sw-2', address: second, snmp: switchModel('sw-2', '02:00:5e:00:02:00') },
        { title: 'server', address: server, files: { [motd]: 'r0\n', [interfaces]: '# r0\n' }, ssh: { ...shell, machine: { linux: { hostname: 'server', memoryMB: { total: 8_192, available: 6_100 } } } } },
        {
          title: 'pbx', address: pbx, ssh: shell,
          files: { '/etc/asterisk/pjsip.conf': '[transport-udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n#tryinclude pjsip_jackfield.conf\n' },
          ami: { asterisk: { version: '22.5.2', systemName: 'pbx', uptime: '20d', users: [{ name: 'jackfield', secret: 'orchard' }] } },
        },
      ],
    }));
    const simulators = await startSimulators(file, { clock });
    const network = new SimulatedNetwork(folder, simulators, addresses);
    const grant = { enabled: true, grant: 'write' };
    await writeTestConfiguration(network.configuration, {
      networks: [`${block}.${lane}.0/29`],
      plugins: { 'snmp-switch': grant, 'linux-server': grant, asterisk: grant },
      devices: [{ name: 'sw-1', address: first }, { name: 'sw-2', address: second }, { name: 'server', address: server }, { name: 'pbx', address: pbx }],
      credentials: {
        switches: { kind: 'snmp-community', community: { plain: 'public' }, writeCommunity: { plain: 'example' } },
        manager: { kind: 'ami', user: 'jackfield', secret: { plain: 'orchard' } },
        shell: { kind: 'ssh', user: 'jackfield', password: { plain: 'orchard' } },
      },
      transports: { snmp: { port: 1_161, credentials: 'switches', timeoutMs: 500 }, ssh: { port: 2_222, credentials: 'shell' }, ami: { port: 5_038, credentials: 'manager' } },
    });
    return network;
  }

  /** `only`: the names of the resources that it is about, as `places` has them. */
  change(tag: string, waves: object, only: readonly string[] = this.places.map(({ name }) => name)): string {
    const entries: readonly { readonly device: string; readonly resource: string; readonly spec: object }[] = [
      { device: 'sw-1', resource: 'snmp-switch/port', spec: { port: 'Gi1', alias: tag } },
      { device: 'sw-2', resource: 'snmp-switch/port', spec: { port: 'Gi1', alias: tag } },
      { device: 'sw-1', resource: 'snmp-switch/system', spec: { contact: `noc ${tag}` } },
      { device: 'server', resource: 'linux-server/file', spec: { path: motd, content: `${tag}\n` } },
      { device: 'server', resource: 'linux-server/network', spec: { path: interfaces, content: `# ${tag}\n` } },
      { device: 'pbx', resource: 'asterisk/endpoint', spec: { name: '2001', password, context: 'internal', codecs: ['alaw'], callerId: callerId(tag) } },
    ];
    return stringify({ title: `To ${tag}`, trial: '1m', waves, changes: entries.filter(({ device, resource }) => only.includes(`${device} ${resource.replace(/^.*\//, '')}`)) });
  }

  /** What each place has, and is to have for a tag; the name is that of its device and resource. */
  get places(): readonly { readonly name: string; readonly now: string | null; readonly wanted: (tag: string) => string; readonly startup?: string | null }[] {
    return this.#slots.map(({ device, step, now, wanted, startup }) => ({ name: `${device} ${step}`, now: now(), wanted, ...(startup === undefined ? {} : { startup: startup() }) }));
  }

  get forgetful(): readonly string[] {
    return [...new Set(this.#slots.filter(({ now, startup }) => startup !== undefined && startup() !== now()).map(({ device }) => device))];
  }

  /** What the devices had before anybody managed them: the PBX keeps what it has. */
  seed({ first, second, contact: who, text }: { readonly first: string; readonly second: string; readonly contact: string; readonly text: string | null }): void {
    const set = (device: RunningDevice, oid: string, value: string): void => device.snmp?.device.set(oid, { type: 'OctetString', value: Buffer.from(value) });
    set(this.#switches[0], alias, first);
    set(this.#switches[0], contact, who);
    set(this.#switches[1], alias, second);
    const { files } = this.#refusing;
    for (const path of [motd, interfaces]) {
      if (text !== null) files.write(path, text);
      else if (files.exists(path)) files.remove(path);
    }
  }

  async has(tag: string): Promise<readonly boolean[]> {
    return this.#slots.map(({ now, wanted }) => now() === wanted(tag));
  }

  async describe(): Promise<string> {
    return this.#slots.map(({ device, resource, now }) => `${device} ${resource} = ${JSON.stringify(now())}`).join(', ');
  }

  refuse(refusing: boolean): boolean {
    if (this.#refusing.ssh !== null) this.#refusing.ssh.faults = { diskFull: refusing };
    return true;
  }

  async databaseBytes(): Promise<number> {
    return (await stat(join(this.#folder, 'state', 'jackfield.db'))).size;
  }

  async litter(): Promise<readonly string[]> {
    return [...this.#simulators.devices.values()].flatMap(({ files }) => ['/etc', '/etc/asterisk', '/etc/network/interfaces.d'].flatMap((folder) => (files.exists(folder) ? files.list(folder).filter((name) => name.includes('.jackfield-')).map((name) => `${folder}/${name}`) : [])));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#simulators[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** What an object had when the switch was told last to save. */
  #saved({ snmp }: RunningDevice, oid: string): () => string | null {
    const read = (): string | null => {
      const value = snmp?.device.get(oid);
      return value?.type === 'OctetString' ? Buffer.from(value.value).toString() : null;
    };
    let saved = read();
    snmp?.device.onSet(({ oid: set, value }) => {
      if (set.startsWith(`${copy}.14.`) && value.value === createAndGo) saved = read();
    });
    return () => saved;
  }

  #device(address: string): RunningDevice {
    const device = this.#simulators.devices.get(address);
    if (device === undefined) throw new Error(`no device answers at ${address}`);
    return device;
  }

  #wrote(place: string, value: string): void {
    const name = `${place} ${value}`;
    this.writes.set(name, (this.writes.get(name) ?? 0) + 1);
  }
}

function textOf({ snmp }: RunningDevice, oid: string): string | null {
  const value = snmp?.device.get(oid);
  return value?.type === 'OctetString' ? Buffer.from(value.value).toString() : null;
}
