import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Daemon } from './daemon.ts';
import { openLine, type RealMachine } from './machine.ts';
import { program } from './prerequisites.ts';
import { childrenOf } from './processes-below.ts';
import { answers, writeSshd } from './sshd.ts';

const run = promisify(execFile);

/** A machine that systemd runs, from its start on: its disk is a copy of this one's that is forgotten with it. */
export interface SystemdMachine extends RealMachine {
  /** Ends everything there at once, and starts it again on the same disk; back when its sshd answers. */
  cutPower(): Promise<void>;
  /** Ends everything there at once, and leaves it off. */
  powerOff(): Promise<void>;
  /** Starts it again on the same disk; back when its sshd answers. */
  powerOn(): Promise<void>;
  /** Has it shut down and start again by itself; back when its sshd answers. */
  restart(): Promise<void>;
}

const repository = resolve(import.meta.dirname, '../..');
/** It takes two; a busy machine takes its time. */
const startSeconds = 30;
const groups = '/sys/fs/cgroup';

/** What it starts: nothing of this machine's but what a test of the network needs. */
const units = (configuration: string, line: string): Readonly<Record<string, string>> => ({
  'ssh.service': `[Service]\nExecStart=${program('sshd')} -D -e -f ${configuration}\nExecReload=/bin/kill -HUP $MAINPID\nRuntimeDirectory=sshd\n`,
  'line.service': `[Service]\nExecStartPre=/bin/rm -f ${line}\nExecStart=${process.execPath} ${join(import.meta.dirname, 'processes/line.js')} ${line}\n`,
});

// $1 its folder, $2 its name, $3 this repository. Its groups are made before it, or it would take those of this machine.
const boot = `set -e
layers=$1/layers
mount -t tmpfs tmpfs "$layers"
mkdir "$layers/upper" "$layers/work" "$layers/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layers/upper,workdir=$layers/work" "$layers/root"
system=$layers/root/etc/systemd/system
: >"$layers/root/etc/machine-id"
rm -rf "$system/multi-user.target.wants" "$system/timers.target.wants"
mkdir "$system/multi-user.target.wants"
cp "$1/units/"* "$system/"
for unit in "$1/units/"*; do ln -s "../\${unit##*/}" "$system/multi-user.target.wants/"; done
ln -s /lib/systemd/system/nftables.service "$system/multi-user.target.wants/"
for group in ${groups} ${groups}/*; do
  if [ -e "$group/cgroup.procs" ]; then
    mkdir -p "$group/$2"
    # Some take nobody before they are told which processors and which memory they have.
    (echo 0 >"$group/$2/cgroup.procs") 2>/dev/null || rmdir "$group/$2"
  fi
done
# Settings of its own network are its own.
export SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
while :; do
  systemd-nspawn --quiet --register=no --keep-unit --private-network --resolv-conf=off --timezone=off --directory="$layers/root" --machine="$2" --bind="$1" --bind-ro="$3" --boot || true
  while [ -e "$1/off" ]; do sleep 0.1; done
done`;

/** Process number, here, of the first process of a machine; null while it has none. */
async function firstOf(pid: number): Promise<number | null> {
  for (const child of await childrenOf(pid)) {
    const status = await readFile(`/proc/${child}/status`, 'utf8').catch(() => '');
    // Numbers in our namespace, in that of its starter, and in its own.
    if (/^NSpid:\t\d+\t\d+\t1$/m.test(status) && /^Name:\tsystemd$/m.test(status)) return child;
    const below = await firstOf(child);
    if (below !== null) return below;
  }
  return null;
}

/** Groups of processes stay when their processes are gone. */
async function removeGroups(name: string): Promise<void> {
  for (const group of [groups, ...(await readdir(groups)).map((one) => join(groups, one))]) {
    const own = join(group, name);
    if (existsSync(own)) await removeGroup(own);
  }
}

async function removeGroup(group: string): Promise<void> {
  for (const entry of await readdir(group, { withFileTypes: true })) if (entry.isDirectory()) await removeGroup(join(group, entry.name));
  // Its processes were killed a moment ago.
  while (!(await rmdir(group).then(() => true, (error: unknown) => rethrowUnlessBusy(error)))) await new Promise((done) => setTimeout(done, 10));
}

function rethrowUnlessBusy(error: unknown): false {
  if (error instanceof Error && 'code' in error && error.code === 'EBUSY') return false;
  throw error;
}

/** `more`: further units that it starts, by name. */
export async function startSystemdMachine(address: string, more: Readonly<Record<string, string>> = {}): Promise<SystemdMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-systemd-'));
  await using started = new AsyncDisposableStack();
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const name = basename(folder).toLowerCase();
  const { configuration, privateKeyFile } = await writeSshd(folder, '127.0.0.1', 22);
  await Promise.all([mkdir(join(folder, 'layers')), mkdir(join(folder, 'units'))]);
  for (const [unit, text] of Object.entries({ ...units(configuration, join(folder, 'line')), ...more })) await writeFile(join(folder, 'units', unit), text);
  const line = started.use(await openLine(address, join(folder, 'line')));
  const isUp = (): Promise<boolean> => answers(address, line.port);
  started.defer(() => removeGroups(name));
  const daemon = await started.use(new Daemon('unshare', ['--mount', '--pid', '--fork', '--mount-proc', '--kill-child', 'sh', '-c', boot, 'boot', folder, name, repository], { endsOn: 'SIGKILL' })).ready(isUp, startSeconds);
  const starter = daemon.child.pid ?? 0;
  const first = async (): Promise<number> => {
    const found = await firstOf(starter);
    if (found === null) throw new Error(`the machine does not run: ${daemon.output}`);
    return found;
  };
  const inside = async (command: string): Promise<string> => (await run('nsenter', ['--target', String(await first()), '--all', 'sh', '-c', command])).stdout;
  const off = join(folder, 'off');
  const startAgain = async (end: (before: number) => Promise<void> | void): Promise<void> => {
    const before = await first();
    await end(before);
    await daemon.ready(async () => ![before, null].includes(await firstOf(starter)) && (await isUp()), startSeconds);
  };
  const ending = started.move();
  return {
    address, port: line.port, user: 'root', privateKeyFile, run: inside,
    cutPower: () => startAgain((before) => {
      process.kill(before, 'SIGKILL');
      line.cut();
    }),
    async powerOff() {
      await writeFile(off, '');
      process.kill(await first(), 'SIGKILL');
      line.cut();
      await daemon.ready(async () => (await firstOf(starter)) === null, startSeconds);
    },
    async powerOn() {
      await rm(off);
      await daemon.ready(isUp, startSeconds);
    },
    restart: () => startAgain(async () => void (await inside('systemctl --no-block reboot'))),
    [Symbol.asyncDispose]: () => ending.disposeAsync(),
  };
}
