import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Daemon, freeTcpPort } from './daemon.ts';
import { program } from './prerequisites.ts';

const run = promisify(execFile);

type Variables = { readonly [variable: string]: string | number };

/** Debian's upsd before drivers that play UPSes from files. */
export interface RealUpsServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** Who may set variables. */
  readonly user: string;
  readonly password: string;
  /** What the UPS tells from now on; comes back when upsd knows it. */
  tell(ups: string, variables: Variables): Promise<void>;
  /** A variable as upsc, an independent client, reads it; what upsd answers when it has none. */
  read(ups: string, variable: string): Promise<string>;
  /** The driver of a UPS: to kill it, to stop it. */
  driver(ups: string): Daemon;
  /** Waits until upsc hears something else of a UPS. */
  until(ups: string, variable: string, isSo: (text: string) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Nobody's rights but those of NUT's own user, where there is root to give up. */
async function nutUser(): Promise<{ readonly uid: number; readonly gid: number; readonly name: string } | null> {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (what) => Number((await run('id', [what, 'nut'])).stdout)));
  return uid === undefined || gid === undefined ? null : { uid, gid, name: 'nut' };
}

export async function startUpsd(address: string, upses: { readonly [ups: string]: Variables }): Promise<RealUpsServer> {
  await using starting = new AsyncDisposableStack();
  const owner = await nutUser();
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-upsd-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freeTcpPort(address);
  const [user, password] = ['ops', 'open "sesame" \\ now'];
  const own = async (path: string): Promise<void> => (owner === null ? undefined : chown(path, owner.uid, owner.gid));
  const write = async (file: string, lines: readonly string[]): Promise<void> => {
    await writeFile(join(folder, file), `${lines.join('\n')}\n`, { mode: 0o600 });
    await own(join(folder, file));
  };
  // A driver looks at its file again when that has another time, in whole seconds: each writing gets a later one.
  let written = Math.floor(Date.now() / 1_000);
  const play = async (ups: string, variables: Variables): Promise<void> => {
    await write(`${ups}.dev`, content(variables));
    written += 1;
    await utimes(join(folder, `${ups}.dev`), written, written);
  };
  const content = (variables: Variables): string[] => Object.entries(variables).map(([name, value]) => `${name}: ${value}`);
  const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

  await own(folder);
  await mkdir(join(folder, 'state'), { mode: 0o700 });
  await own(join(folder, 'state'));
  await write('ups.conf', Object.keys(upses).flatMap((ups) => [`[${ups}]`, 'driver = dummy-ups', `port = ${ups}.dev`, `desc = "The \\"${ups}\\" one"`, 'mode = dummy-once', 'pollinterval = 1']));
  // Data are stale after five seconds without a word of the driver: on a busy machine it may be late by two.
  await write('upsd.conf', [`LISTEN ${address} ${port}`, 'MAXAGE 5']);
  await write('upsd.users', [`[${user}]`, `password = ${quoted(password)}`, 'actions = SET']);
  for (const [ups, variables] of Object.entries(upses)) await play(ups, variables);

  const env = { NUT_CONFPATH: folder, NUT_STATEPATH: join(folder, 'state'), NUT_QUIET_INIT_SSL: 'true' };
  const as = owner === null ? [] : ['-u', owner.name];
  const read = async (ups: string, variable: string): Promise<string> =>
    run(program('upsc'), [`${ups}@${address}:${port}`, variable], { env: { ...process.env, ...env } }).then(({ stdout }) => stdout.trim(), (error: { stderr?: string }) => error.stderr?.trim() ?? '');
  // Debian's /usr/sbin/upsd asks the machine's own /etc/nut whether it may run; the daemon itself lies beside the drivers.
  const programs = dirname(program('dummy-ups'));
  const drivers = new Map<string, Daemon>();
  for (const ups of Object.keys(upses)) drivers.set(ups, starting.use(new Daemon(program('dummy-ups'), ['-a', ups, '-F', ...as], { env })));
  const daemon = starting.use(new Daemon(join(programs, 'upsd'), ['-F', ...as], { env }));
  const driver = (ups: string): Daemon => {
    const found = drivers.get(ups);
    if (found === undefined) throw new RangeError(`there is no UPS ${ups}`);
    return found;
  };
  const until: RealUpsServer['until'] = async (ups, variable, isSo) => {
    await daemon.ready(async () => isSo(await read(ups, variable)));
  };
  const told = async (ups: string, variables: Variables): Promise<void> => {
    for (const [name, value] of Object.entries(variables)) await until(ups, name, (text) => text === String(value));
  };
  for (const [ups, variables] of Object.entries(upses)) await told(ups, variables);
  const running = starting.move();
  return {
    address, port, user, password, read, driver, until,
    async tell(ups, variables) {
      await play(ups, variables);
      await told(ups, variables);
    },
    stop: () => daemon[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
