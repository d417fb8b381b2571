import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { Daemon, freeTcpPort } from './daemon.ts';
import { program } from './prerequisites.ts';

/** Debian's Kamailio on loopback, over UDP and TCP. */
export interface RealSipServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly daemon: Daemon;
}

function configuration(address: string, port: number, status: string): string {
  return [
    '#!KAMAILIO', 'debug=-1', 'log_stderror=yes', 'fork=no', 'children=1', 'tcp_children=1', 'auto_aliases=no', 'server_signature=yes',
    `listen=udp:${address}:${port}`, `listen=tcp:${address}:${port}`, 'loadmodule "sl.so"', 'loadmodule "pv.so"', 'loadmodule "kex.so"',
    'request_route {', `  sl_send_reply(${status.split(' ')[0] ?? ''}, "${status.split(' ').slice(1).join(' ')}");`, '  exit;', '}', '',
  ].join('\n');
}

/** A server that answers every request with this status, such as `407 Proxy Authentication Required`. */
export async function startKamailio(address: string, status: string): Promise<RealSipServer> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-kamailio-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freeTcpPort(address);
  const file = join(folder, 'kamailio.cfg');
  await writeFile(file, configuration(address, port, status));
  // -DD: in the foreground, with the processes that listen to TCP. 16 MiB of shared memory do.
  const daemon = starting.use(new Daemon(program('kamailio'), ['-f', file, '-DD', '-E', '-m', '16', '-M', '4', '-Y', folder, '-w', folder]));
  await daemon.ready(() => new Promise((resolve) => {
    const socket = connect({ host: address, port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  }));
  const running = starting.move();
  return { address, port, daemon, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
