import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { version, type HostServices } from '../api/index.ts';
import { listen } from '../events/index.ts';
import type { Session } from './session.ts';
import { plain } from './text.ts';
import { transitionLine } from './views/health-view.ts';
import { firstPicture, nextCommands } from './views/up-view.ts';

/** A newcomer waits this long at most for the first picture. */
const firstPictureMs = 30_000;
const lookEveryMs = 500;

/** Runs the daemon until Ctrl-C or SIGTERM, telling a person at the terminal what it finds. */
export async function up(session: Session, directory: string): Promise<void> {
  const { terminal, signal } = session;
  const { colours } = terminal;
  const begun = Date.now();
  terminal.write(`Jackfield ${version} starts on ${relative('.', directory) || '.'}\n`);
  const { startHost } = await import('../host/index.ts');
  await using stack = new AsyncDisposableStack();
  const stop = new AbortController();
  // Registered before the host: it ends first.
  stack.use(await startHost({
    directory,
    onReady: (services) => {
      tellStart(session, services, Date.now() - begun);
      stack.use(tellEvents(session, services));
      stack.defer(() => stop.abort());
      void tellFirstPicture(session, services, directory, AbortSignal.any([signal, stop.signal]));
    },
  }));
  if (!signal.aborted) await once(signal, 'abort');
  terminal.write(colours.dim('\nEnding: changes under way are finished first.\n'));
}

function tellStart({ terminal }: Session, { configuration, catalogue }: HostServices, elapsedMs: number): void {
  const { organization, sites, daemon } = configuration.current;
  const { colours } = terminal;
  const line = (name: string, value: string): void => terminal.write(`  ${colours.dim(name.padEnd(13))}${value}\n`);
  line('organization', plain(organization.title));
  line('sites', [...sites.values()].map((site) => `${site.id} (${site.networks.join(', ')})`).join(', '));
  if (daemon.simulators !== null) line('simulators', `devices of ${relative('.', daemon.simulators)}, on loopback`);
  line('plugins', catalogue.plugins.map(({ id, version: of }) => `${id} ${of}`).join(', ') || 'none');
  for (const { directory, error } of catalogue.refused) line(colours.red('refused'), `${plain(directory)}: ${plain(error.message)}`);
  line('metrics', `http://${daemon.listen.address}:${daemon.listen.port}/metrics`);
  terminal.write(`Up after ${(elapsedMs / 1_000).toFixed(1)} s. Discovering and checking …\n`);
}

function tellEvents({ terminal }: Session, { events, inventory }: HostServices): Disposable {
  const { colours } = terminal;
  const name = (device: string): string => inventory.find(device)?.name ?? device;
  return listen(events, {
    'device.found': ({ name: found, site }) => terminal.write(`  ${colours.green('found')} ${plain(found)} ${colours.dim(`on ${site}`)}\n`),
    'incident.opened': ({ device, summary }) => terminal.write(`  ${transitionLine('opened', name(device), summary, colours)}`),
    'incident.resolved': ({ device }) => terminal.write(`  ${transitionLine('resolved', name(device), '', colours)}`),
    'plugin.state': ({ plugin, to, reason }) => {
      if (to === 'restarting' || to === 'quarantined') terminal.write(`  ${colours.red(`plugin ${plugin} ${to}`)}: ${plain(reason)}\n`);
    },
    'configuration.reloaded': () => terminal.write('  configuration reloaded\n'),
    'configuration.refused': ({ code, where, message }) => terminal.write(`  ${colours.red(`configuration refused, the old one keeps running`)}: ${code} ${where} ${plain(message)}\n`),
    'change.state': ({ change, to }) => terminal.write(`  change ${change}: ${to}\n`),
  });
}

/** Tells how things stand once every device was looked at and something is wrong, or after 30 seconds. */
async function tellFirstPicture({ terminal }: Session, services: HostServices, directory: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + firstPictureMs;
  for (;;) {
    const checks = services.health.statuses();
    const incidents = await services.health.incidents({ status: 'open' });
    const complete = checks.length > 0 && incidents.length > 0 && checks.every(({ state }) => state !== 'pending');
    if (signal.aborted) return;
    if (complete || Date.now() >= deadline) {
      terminal.write(firstPicture(services.inventory.devices().length, checks, incidents.length, terminal.colours));
      terminal.write(nextCommands({ directory, example: await exampleChange(directory), throughNpm: process.env['npm_lifecycle_event'] !== undefined }, terminal.colours));
      return;
    }
    const timer = setTimeout(() => tick.resolve(), lookEveryMs);
    const tick = Promise.withResolvers<void>();
    const ends = (): void => tick.resolve();
    signal.addEventListener('abort', ends, { once: true });
    await tick.promise;
    signal.removeEventListener('abort', ends);
    clearTimeout(timer);
  }
}

/** The change file to try: the port description of the example, else the first there is. */
async function exampleChange(directory: string): Promise<string | null> {
  const files = (await readdir(join(directory, 'changes')).catch(() => [])).filter((file) => file.endsWith('.yaml')).sort();
  const chosen = files.find((file) => file === 'port-description.yaml') ?? files[0];
  return chosen === undefined ? null : relative('.', join(directory, 'changes', chosen));
}
