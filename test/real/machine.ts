import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Daemon } from './daemon.ts';
import { program } from './prerequisites.ts';
import { answers, writeSshd } from './sshd.ts';

const run = promisify(execFile);

/**
 * A machine with a network, processes, /etc, /var/lib and /run of its own, and an sshd in it; a line leads there from an
 * address of ours. Its packet filter is its own too: what it drops is gone, and the line is silent. Needs root.
 */
export interface RealMachine extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly privateKeyFile: string;
  /** Runs a command there, past the network. */
  run(command: string): Promise<string>;
}

/** Whether such machines can be had here. */
export const mayStartMachines = process.getuid?.() === 0;
if (!mayStartMachines) process.stderr.write('whole machines are not started: only root may make their namespaces\n');

/** Leads from a port of ours to the socket at which a machine's end of it waits. */
export interface Line extends AsyncDisposable {
  readonly port: number;
  /** Ends what goes through it now. */
  cut(): void;
}

export async function openLine(address: string, socket: string): Promise<Line> {
  const ends = new Set<Socket>();
  const plug = createServer((outside) => {
    const inside = connect(socket);
    for (const [end, other] of [[outside, inside], [inside, outside]] as const) {
      ends.add(end);
      end.on('error', () => other.destroy()).on('close', () => {
        ends.delete(end);
        other.destroy();
      });
    }
    outside.pipe(inside).pipe(outside);
  });
  await new Promise<void>((done) => plug.listen(0, address, done));
  const listening = plug.address();
  const cut = (): void => {
    for (const end of ends) end.destroy();
  };
  return {
    port: typeof listening === 'object' && listening !== null ? listening.port : 0,
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((done) => plug.close(done));
    },
  };
}

const boot = `set -e
mount -t tmpfs tmpfs "$1/layers"
mkdir "$1/layers/upper" "$1/layers/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/layers/upper,workdir=$1/layers/work" /etc
mount -t tmpfs tmpfs /var/lib
mount -t tmpfs tmpfs /run
mkdir -p /run/sshd
ip link set lo up
eval "$6"
$7 "$2" "$3" "$1/line" "$8" &
exec "$4" -D -e -f "$5"`;

/** How a machine is reached other than over its own loopback. */
export interface MachineNetwork {
  /** Lines of sh that lay its network, before its sshd starts. */
  readonly prepare: string;
  /** Name of the network namespace that the line ends in. */
  readonly from: string;
  /** Where it finds the machine from there. */
  readonly to: string;
}

export async function startMachine(address: string, network: MachineNetwork | null = null): Promise<RealMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-machine-'));
  await mkdir(join(folder, 'layers'));
  const { configuration, privateKeyFile } = await writeSshd(folder, network === null ? '127.0.0.1' : '0.0.0.0', 22);
  const line = await openLine(address, join(folder, 'line'));
  const way = network === null ? ['', '', '127.0.0.1'] : [network.prepare, `ip netns exec ${network.from}`, network.to];
  const own = ['--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child'];
  const daemon = await new Daemon('unshare', [...own, 'sh', '-c', boot, 'boot', folder, process.execPath, join(import.meta.dirname, 'processes/line.js'), program('sshd'), configuration, ...way], { endsOn: 'SIGKILL' }).ready(() => answers(address, line.port), network === null ? 5 : 20);
  const starter = daemon.child.pid ?? 0;
  const first = (await readFile(`/proc/${starter}/task/${starter}/children`, 'utf8')).trim();
  return {
    address, port: line.port, user: 'root', privateKeyFile,
    run: async (command) => (await run('nsenter', ['--target', first, '--mount', '--net', '--pid', 'sh', '-c', command])).stdout,
    async [Symbol.asyncDispose]() {
      await line[Symbol.asyncDispose]();
      await daemon[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
