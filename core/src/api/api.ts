import { version, type DaemonFacts } from '../control/index.ts';
import { ControlSocket } from './control-socket.ts';
import { EventLog } from './events/index.ts';
import type { HostServices } from './host-services.ts';
import type { DaemonSettings, Listen } from '../sites/index.ts';
import { connectionLimits, type ConnectionLimits } from './limits.ts';
import { Web } from './web.ts';

export interface ApiOptions {
  readonly services: HostServices;
  readonly daemon: Pick<DaemonSettings, 'socket' | 'listen'>;
  /** Called when a person ends the daemon over the socket; a SIGTERM to this process unless told. */
  readonly stop?: () => void;
  /** How much clients may take; by what the process may open unless told. */
  readonly limits?: ConnectionLimits;
}

/** The daemon's two doors: the owner-only control socket, and the HTTP API on loopback. */
export interface Api extends AsyncDisposable {
  readonly socket: string;
  /** Where the HTTP API is; the port is the real one when 0 was configured. */
  readonly listen: Listen;
}

const endProcess = (): void => void process.kill(process.pid, 'SIGTERM');

/** Opens both doors; a coded error when another daemon runs or the port is taken. */
export async function createApi({ services, daemon: { socket: path, listen }, stop = endProcess, limits = connectionLimits() }: ApiOptions): Promise<Api> {
  const daemon: DaemonFacts = { pid: process.pid, version, startedAt: new Date().toISOString() };
  await using opening = new AsyncDisposableStack();
  const socket = opening.use(new ControlSocket({ services, daemon, stop, path }));
  const web = opening.use(new Web({ services, daemon, listen, limits, log: opening.use(await EventLog.open(services)) }));
  await socket.listen();
  const bound = await web.listen();
  const opened = opening.move();
  return { socket: path, listen: bound, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
