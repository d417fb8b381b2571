import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { reportOf, version } from '../control/index.ts';
import type { SetUpLink } from '../access/index.ts';
import { hostPlace, publicPlace, setUpLink, type HostServices, type RunningHost } from '../api/index.ts';
import type { Change } from '../changes/index.ts';
import { listen, type ToldError } from '../events/index.ts';
import { pluginQuarantined } from '../plugins/index.ts';
import { discoveryProblem, errorText, problemsText } from './error-text.ts';
import type { Session } from './session.ts';
import { count, plain, shortPath } from './text.ts';
import { nothingFound } from './views/device-view.ts';
import { transitionLine } from './views/health-view.ts';
import { firstPicture, nextCommands, sweepText } from './views/up-view.ts';
import { startNote } from './views/reload-view.ts';

/** A newcomer waits this long at most for the first picture. */
const firstPictureMs = 30_000;
const lookEveryMs = 500;

/** Runs the daemon until Ctrl-C or SIGTERM, telling a person at the terminal what it finds. */
export async function up(session: Session, directory: string): Promise<void> {
  const { terminal, signal } = session;
  const { colours } = terminal;
  const begun = Date.now();
  terminal.write(`Jackfield ${version} starts on ${shortPath(directory)}\n`);
  const { startHost } = await import('../host/index.ts');
  await using host = await startHost({
    directory,
    onUp: (opened) => {
      tellStart(session, opened, Date.now() - begun);
      tellRecovered(session, opened.recovered);
      return tellEvents(session, opened.services);
    },
  });
  const picture = tellFirstPicture(session, host.services, directory);
  if (!signal.aborted) await once(signal, 'abort');
  await picture;
  terminal.write(colours.dim('\nEnding: changes under way are finished first.\n'));
}

type Opened = Pick<RunningHost, 'services' | 'problems' | 'listen'> & { readonly firstLink: SetUpLink | null };

function tellStart({ terminal }: Session, { services: { configuration, catalogue }, problems, listen: bound, firstLink }: Opened, elapsedMs: number): void {
  const { organization, sites, daemon } = configuration.current;
  const { colours } = terminal;
  const line = (name: string, value: string): void => terminal.write(`  ${colours.dim(name.padEnd(13))}${value}\n`);
  line('organization', plain(organization.title));
  line('sites', [...sites.keys()].join(', ') || 'none');
  if (daemon.simulators !== null) line('simulators', `devices of ${shortPath(daemon.simulators)}, on loopback`);
  line('plugins', catalogue.plugins.map(({ id, version: of }) => `${id} ${of}`).join(', ') || 'none');
  for (const { directory, error } of catalogue.refused) line(colours.red('refused'), `${plain(directory)}: ${errorText(reportOf(error), colours).trimEnd()}`);
  for (const problem of problems) line(colours.red('left out'), errorText(reportOf(problem), colours).trimEnd());
  const place = hostPlace(bound);
  line('console', `${place}/`);
  line('api', `${place}/api/openapi.json`);
  line('metrics', `${place}/metrics`);
  // What opens an account is shown to a person, and is not written where a service's output goes.
  if (firstLink !== null) line('people', terminal.interactive ? `none yet: ${setUpLink(publicPlace({ ...daemon, listen: bound }), firstLink)} makes the first admin, once` : 'none yet: "jackfield people add NAME --role admin --at organization" makes the first');
  terminal.write(`Up after ${(elapsedMs / 1_000).toFixed(1)} s. Discovering and checking …\n`);
  for (const site of sites.values()) terminal.write(`  ${colours.dim('sweeping')} ${sweepText(site)}\n`);
}

/** What the start before this one left half done, and what became of it. */
function tellRecovered({ terminal }: Session, recovered: readonly Change[]): void {
  const { colours } = terminal;
  for (const { id, title, state } of recovered) {
    terminal.write(`  ${colours.yellow('change')} ${id} (${plain(title)}) was under way when the host ended: ${state}. \`jackfield changes ${id}\` says more.\n`);
  }
}

function tellEvents({ terminal }: Session, { events, inventory }: HostServices): Disposable {
  const { colours } = terminal;
  const name = (device: string): string => inventory.find(device)?.name ?? device;
  const told = new Set<string>();
  const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');
  const errorLines = (errors: readonly ToldError[]): string => indented(errors.map((error) => errorText({ ...error, more: [] }, colours)).join(''));
  return listen(events, {
    'device.found': ({ name: found, site }) => terminal.write(`  ${colours.green('found')} ${plain(found)} ${colours.dim(`on ${site}`)}\n`),
    'device.unassigned': ({ name: of, plugin, reason }) => terminal.write(`  ${colours.yellow(`${plugin} no longer manages`)} ${plain(of)}: ${plain(reason)}\n`),
    'discovery.done': (report) => {
      const { addresses, alive, fingerprinted } = report;
      // What stands as it stood at the last look was told then.
      const problems = report.problems.filter(({ address, code, message }) => !told.has(`${code} ${address} ${message}`));
      told.clear();
      for (const { address, code, message } of report.problems) told.add(`${code} ${address} ${message}`);
      if (report.devices > 0 && problems.length === 0) return;
      terminal.write(`  looked at ${count(addresses, 'address', 'addresses')}: ${alive} answered, ${count(report.devices, 'device')}\n`);
      terminal.write(indented(problemsText(problems.map(discoveryProblem), colours)));
      if (report.devices === 0) terminal.write(nothingFound({ addresses, alive, fingerprinted, devices: [] }, report.problems));
    },
    'incident.opened': ({ device, summary }) => terminal.write(`  ${transitionLine('opened', name(device), summary, colours)}`),
    'incident.resolved': ({ device, plugin, check }) => terminal.write(`  ${transitionLine('resolved', name(device), plugin === 'jackfield' ? 'it answers again' : `${plugin} ${check}`, colours)}`),
    'plugin.state': ({ plugin, to, reason }) => {
      if (to === 'restarting') terminal.write(`  ${colours.red(`plugin ${plugin} ${to}`)}: ${plain(reason)}\n`);
      if (to === 'quarantined') terminal.write(`  ${colours.red(`plugin ${plugin} ${to}`)}\n${indented(errorText(reportOf(pluginQuarantined(`${plugin}: ${reason}`, { place: { plugin } })), colours))}`);
    },
    'plugin.crash': ({ report }) => terminal.write(`  ${colours.dim(`what is known of it: "jackfield crashes ${report}"`)}\n`),
    'configuration.reloaded': ({ atNextStart }) => terminal.write(`  configuration reloaded\n${atNextStart.length === 0 ? '' : `  ${colours.yellow(startNote(atNextStart))}\n`}`),
    'configuration.unchanged': ({ mended }) => terminal.write(mended ? `  ${colours.green('configuration mended')}: it says what is in force\n` : '  configuration read again: nothing changed\n'),
    'configuration.refused': ({ errors }) => terminal.write(`  ${colours.red('configuration refused, the old one keeps running')}\n${errorLines(errors)}`),
    'credentials.unresolved': ({ errors }) => terminal.write(`  ${colours.red('secrets are missing')}\n${errorLines(errors)}`),
    'storage.full': (error) => terminal.write(`  ${colours.red('no room on the disk')}\n${errorLines([error])}`),
    'storage.free': ({ what, written, lost }) => terminal.write(`  ${colours.green('room on the disk again')}: ${count(written, 'waiting write')} of the ${what} done${lost === 0 ? '' : `, ${lost} lost`}\n`),
    'change.state': ({ change, to }) => terminal.write(`  change ${change}: ${to}\n`),
  });
}

/** Tells how things stand once every device was looked at and something is wrong, or after 30 seconds. */
async function tellFirstPicture({ terminal, signal }: Session, { health, inventory }: HostServices, directory: string): Promise<void> {
  const deadline = Date.now() + firstPictureMs;
  let incidents = 0;
  try {
    for (;;) {
      const checks = health.statuses();
      incidents = (await health.incidents({ status: 'open' })).length;
      if ((incidents > 0 && checks.length > 0 && checks.every(({ state }) => state !== 'pending')) || Date.now() >= deadline) break;
      await delay(lookEveryMs, undefined, { signal });
    }
  } catch (error) {
    // Ctrl-C before the picture: nothing more to tell. Else the daemon works on, and its log says what failed.
    if (!signal.aborted) terminal.writeError(errorText(reportOf(error), terminal.colours));
    return;
  }
  terminal.write(firstPicture(inventory.devices().length, health.statuses(), incidents, terminal.colours));
  terminal.write(nextCommands({ directory, devices: inventory.devices().length, example: await exampleChange(directory, inventory), throughNpm: process.env['npm_lifecycle_event'] !== undefined }, terminal.colours));
}

const changeSchema = z.object({ changes: z.array(z.object({ device: z.string() })) });

/** The change file to try: the port description of the example, else the first there is. Null when its devices are not here. */
async function exampleChange(directory: string, inventory: HostServices['inventory']): Promise<string | null> {
  const files = (await readdir(join(directory, 'changes')).catch(() => [])).filter((file) => file.endsWith('.yaml')).sort();
  const chosen = files.find((file) => file === 'port-description.yaml') ?? files[0];
  if (chosen === undefined) return null;
  const file = join(directory, 'changes', chosen);
  const change = changeSchema.safeParse(await readFile(file, 'utf8').then(parse).catch(() => null));
  return change.success && change.data.changes.every(({ device }) => inventory.find(device)?.lastSeen) ? shortPath(file) : null;
}
