import type { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';
import type { FrrModel } from './frr-model.ts';

const startup = '/etc/frr/frr.conf';
const running = '/etc/frr/running.conf';

const routeLine = /^ip(v6)? route \S/;
/** Lines of an interface of which there is one; a new one takes the place of the old. */
const single = /^(description) .+$/;
const multiple = /^(?:shutdown|ip address \S+\/\d+|ipv6 address \S+\/\d+)$/;

interface Configuration {
  readonly top: string[];
  readonly routes: Set<string>;
  readonly blocks: Map<string, Set<string>>;
}

function parse(text: string): Configuration {
  const parsed: Configuration = { top: [], routes: new Set(), blocks: new Map() };
  let block: Set<string> | null = null;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line === '!') continue;
    if (raw.startsWith(' ')) block?.add(line);
    else if (line === 'exit') block = null;
    else if (routeLine.test(line)) parsed.routes.add(line);
    else if (/^(interface|router|vrf) /.test(line)) parsed.blocks.set(line, (block = new Set()));
    else parsed.top.push(line);
  }
  return parsed;
}

/** In the order of FRRouting, an empty block left out. */
function rendered({ top, routes, blocks }: Configuration): string {
  const bodies = [...blocks].filter(([, lines]) => lines.size > 0).sort().map(([head, lines]) => [head, ...[...lines].sort().map((line) => ` ${line}`), 'exit']);
  return [...top, '!', ...(routes.size > 0 ? [...routes].sort() : []), ...(routes.size > 0 ? ['!'] : []), ...bodies.flatMap((body) => [...body, '!'])].map((line) => `${line}\n`).join('');
}

/** What vtysh says and does on a machine with FRRouting. */
export class SimulatedFrr {
  readonly #model: FrrModel;

  constructor(model: FrrModel) {
    this.#model = model;
  }

  vtysh(argv: readonly string[], files: MemoryFiles): ProgramResult {
    const { daemons, version, hostname } = this.#model;
    if (daemons.length === 0) return { stderr: 'Exiting: failed to connect to any daemons.\n', code: 1 };
    const [, option, command] = argv;
    if (option !== '-c') return { stderr: 'vtysh: nothing is typed here\n', code: 1 };
    switch (command) {
      case 'show version':
        return { stdout: `FRRouting ${version} (${hostname}) on Linux(6.12.48+deb13-amd64).\nCopyright 1996-2005 Kunihiro Ishiguro, et al.\n` };
      case 'show daemons':
        return { stdout: ` ${daemons.join(' ')}\n` };
      case 'show running-config no-header':
        return { stdout: `frr version ${version}\nfrr defaults traditional\nhostname ${hostname}\n${current(files)}end\n` };
      case 'show interface json':
        return json(this.#interfaces(files));
      case 'show bgp vrf all summary json':
        return daemons.includes('bgpd') ? json(this.#bgp()) : { stderr: 'bgpd is not running\n', code: 1 };
      case 'show ip ospf neighbor json':
        return daemons.includes('ospfd') ? json(this.#ospf()) : { stderr: 'ospfd is not running\n', code: 1 };
      default:
        return { stdout: `% Unknown command: ${command ?? ''}\n`, code: 1 };
    }
  }

  /** Lines as `vtysh -f` takes them, one after the other; the first that it does not know, or null. */
  configure(lines: readonly string[], files: MemoryFiles, { dry = false } = {}): string | null {
    const configuration = parse(current(files));
    let block: Set<string> | null = null;
    let wrong: string | null = null;
    for (const line of lines) {
      const isTaken = line === 'exit' || line.startsWith('interface ') || (block === null ? changesRoute(configuration.routes, line) : inside(block, line));
      if (line === 'exit') block = null;
      if (line.startsWith('interface ')) configuration.blocks.set(line, (block = configuration.blocks.get(line) ?? new Set()));
      if (!isTaken) wrong ??= `% Unknown command: ${line}`;
    }
    if (!dry) keep(files, rendered(configuration));
    return wrong;
  }

  /** `write memory` */
  save(files: MemoryFiles): void {
    const text = current(files);
    files.write(startup, text, { makeFolders: true });
    keep(files, text);
  }

  #interfaces(files: MemoryFiles): object {
    const { blocks } = parse(current(files));
    return Object.fromEntries(this.#model.interfaces.map(({ name, mac, address, up, speedMb }, at) => {
      const lines = [...(blocks.get(`interface ${name}`) ?? [])];
      const isUp = up && !lines.includes('shutdown');
      const [description] = lines.flatMap((line) => /^description (.+)$/.exec(line)?.[1] ?? []);
      const configured = lines.flatMap((line) => /^ip(?:v6)? address (.+)$/.exec(line)?.[1] ?? []);
      return [name, {
        administrativeStatus: lines.includes('shutdown') ? 'down' : 'up', operationalStatus: isUp ? 'up' : 'down', vrfName: 'default', ...(description === undefined ? {} : { description }),
        index: at + 1, mtu: 1_500, speed: speedMb, type: 'Ethernet', ...(mac === undefined ? {} : { hardwareAddress: mac }),
        ipAddresses: [...(address === undefined ? [] : [address]), ...configured].map((each) => ({ address: each, secondary: false, unnumbered: false })),
      }];
    }));
  }

  #bgp(): object {
    const peers = Object.fromEntries(Object.entries(this.#model.bgp).map(([address, { as, state, prefixes, description }]) =>
      [address, { remoteAs: as, state, peerState: 'OK', pfxRcd: prefixes, pfxSnt: 0, ...(description === undefined ? {} : { desc: description }) }]));
    return Object.keys(peers).length === 0 ? {} : { default: { ipv4Unicast: { routerId: '10.0.0.1', as: 65_001, vrfName: 'default', peers } } };
  }

  #ospf(): object {
    return { neighbors: Object.fromEntries(Object.entries(this.#model.ospf).map(([router, { interface: name, state }]) => [router, [{ nbrState: state, ifaceName: `${name}:10.0.0.1` }]])) };
  }
}

const json = (value: object): ProgramResult => ({ stdout: `${JSON.stringify(value, null, 2)}\n` });

const current = (files: MemoryFiles): string => files.text(running) ?? files.text(startup) ?? '';

function keep(files: MemoryFiles, text: string): void {
  if (text !== files.text(startup)) files.write(running, text, { makeFolders: true });
  else if (files.exists(running)) files.remove(running);
}

/** Whether it is a line about a route; the route is there or gone then. */
function changesRoute(all: Set<string>, line: string): boolean {
  const [, no, route = ''] = /^(no )?(.+)$/.exec(line) ?? [];
  if (!routeLine.test(route)) return false;
  if (no === undefined) all.add(route);
  else all.delete(route);
  return true;
}

function inside(block: Set<string>, line: string): boolean {
  const [, no, rest = ''] = /^(no )?(.+)$/.exec(line) ?? [];
  const [, word] = single.exec(rest) ?? [];
  if (word === undefined && !multiple.test(rest) && line !== 'no description') return false;
  if (no !== undefined || word !== undefined) for (const each of block) if (each === rest || each.split(' ', 1)[0] === (word ?? (rest === 'description' ? rest : ''))) block.delete(each);
  if (no === undefined) block.add(rest);
  return true;
}
