import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Daemon, freeTcpPort } from './daemon.ts';
import { program } from './prerequisites.ts';
import { processesBelow, runs } from './processes-below.ts';

const run = promisify(execFile);

/** OpenSSH's sshd on an unprivileged port, for the user who runs the tests, by key only. */
export interface RealSshServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly privateKeyFile: string;
  /** What ssh, the independent client, runs there. */
  run(command: string): Promise<string>;
  /** New host keys and a restart: what a reinstalled machine looks like. */
  reinstall(): Promise<void>;
  /** A machine that is down, and its sessions with it. */
  stop(): Promise<void>;
}

const keygen = (file: string): Promise<unknown> => run(program('ssh-keygen'), ['-q', '-t', 'ed25519', '-N', '', '-f', file]);

export function answers(address: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, address);
    socket.once('data', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false)).once('close', () => done(false));
  });
}

/** Sessions live on when their listener ends; a machine that goes down takes them along, and the whole of each. */
async function endSessions(daemon: Daemon): Promise<void> {
  const sessions = await processesBelow(daemon.child.pid ?? 0);
  for (const pid of sessions) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
  while ((await Promise.all(sessions.map(runs))).includes(true)) await new Promise((done) => setTimeout(done, 10));
}

/** What a server is started with, in a folder of its own: a fresh host key, and a user's key that it lets in. */
export async function writeSshd(folder: string, address: string, port: number): Promise<{ readonly configuration: string; readonly hostKey: string; readonly privateKeyFile: string }> {
  const [configuration, hostKey, privateKeyFile] = [join(folder, 'sshd_config'), join(folder, 'host_key'), join(folder, 'user_key')];
  await Promise.all([keygen(hostKey), keygen(privateKeyFile), mkdir(join(folder, 'home'))]);
  await writeFile(join(folder, 'authorized_keys'), await readFile(`${privateKeyFile}.pub`));
  await writeFile(
    configuration,
    [
      `HostKey ${hostKey}`, `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`, `ListenAddress ${address}`, `Port ${port}`,
      `PidFile ${join(folder, 'pid')}`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'PermitRootLogin prohibit-password',
      'Subsystem sftp internal-sftp', 'MaxStartups 100',
      // What the user of this machine has for a shell to read before each command decides nothing in a test, nor takes its time.
      `SetEnv HOME=${join(folder, 'home')}`, '',
    ].join('\n'),
  );
  return { configuration, hostKey, privateKeyFile };
}

export async function startSshd(address: string, port?: number): Promise<RealSshServer> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-sshd-'));
  const bound = port ?? (await freeTcpPort(address));
  const user = userInfo().username;
  const { configuration, hostKey, privateKeyFile } = await writeSshd(folder, address, bound);
  // The root's sshd wants its empty folder; an ordinary user's does without.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
  const start = (): Promise<Daemon> => new Daemon(program('sshd'), ['-D', '-e', '-f', configuration]).ready(() => answers(address, bound));
  let daemon = await start();
  const stop = async (): Promise<void> => {
    // Its number may be another's by now.
    if (daemon.child.exitCode !== null || daemon.child.signalCode !== null) return;
    await endSessions(daemon);
    await daemon[Symbol.asyncDispose]();
  };
  return {
    stop,
    address, port: bound, user, privateKeyFile,
    async run(command) {
      const options = ['-i', privateKeyFile, '-p', String(bound), '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR', '-o', 'BatchMode=yes'];
      return (await run('ssh', [...options, `${user}@${address}`, command])).stdout;
    },
    async reinstall() {
      await stop();
      await Promise.all([rm(hostKey), rm(`${hostKey}.pub`)]);
      await keygen(hostKey);
      daemon = await start();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
