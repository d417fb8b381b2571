import { basename, resolve } from 'node:path';
import { JackfieldError } from '../errors/index.ts';
import { startOnce, type DeprecationUse, type InstalledPlugin, type PluginCatalogue } from '../plugins/index.ts';
import { nothingToTry, pluginNotReady } from './errors.ts';
import { judge, quickEffort } from './judge.ts';
import { answersValid } from './rules/index.ts';
import { Subject } from './subject.ts';

/** Why a plugin would break. */
export interface ReadinessProblem {
  readonly code: string;
  /** File and line, or what was called on which device. */
  readonly where: string;
  readonly message: string;
  readonly hint: string;
}

/** How an installed plugin fares in this host, which need not be the one that runs it now. */
export interface Readiness {
  readonly plugin: string;
  /** Null when its manifest cannot be read. */
  readonly version: string | null;
  readonly directory: string;
  /** `ready`: its reading calls answer · `untried`: it loads, and there is no device to try it on · `breaks`. */
  readonly ending: 'ready' | 'untried' | 'breaks';
  /** Reading calls that were made. */
  readonly tried: number;
  /** Milliseconds from nothing to ready; null when it has no code, or did not come so far. */
  readonly readyMs: number | null;
  readonly problems: readonly ReadinessProblem[];
  /** What works still, or is left out, and is worth knowing before an update. */
  readonly notices: readonly string[];
}

function problemOf(error: unknown): ReadinessProblem {
  if (error instanceof JackfieldError) return { code: error.code, where: error.where, message: error.message, hint: error.hint };
  const { code, hint } = pluginNotReady.kind;
  return { code, where: '', message: error instanceof Error ? error.message : String(error), hint };
}

/** A finding of a rule; a fault's message begins with its own code. */
function problemOfFinding({ of, message }: { readonly of: string; readonly message: string }): ReadinessProblem {
  const [, code = pluginNotReady.kind.code, text = message] = /^(JF\d{4}) (.*)$/s.exec(message) ?? [];
  return { code, where: of, message: text, hint: pluginNotReady.kind.hint };
}

/** Its reading calls on the devices of its conformance.yaml; null when it has none. */
async function tryReadings(plugin: InstalledPlugin, catalogue: PluginCatalogue): Promise<(Pick<Readiness, 'tried' | 'problems'> & { readonly deprecated: readonly DeprecationUse[] }) | null> {
  // A plugin without code runs in the one whose point it fills: as installed here.
  const owners = catalogue.plugins.filter(({ entry, manifest }) => entry !== null && Object.keys(manifest.points).some((point) => Object.hasOwn(plugin.manifest.contributes, point)));
  try {
    const subject = await Subject.load({ directory: plugin.directory, sandboxed: true, beside: plugin.entry === null ? owners.map(({ directory }) => directory) : [] });
    const { tried, findings } = await judge(subject, answersValid, quickEffort);
    // That a contribution answers nowhere is no news when it is told of each device.
    const news = findings.filter(({ of }) => !findings.some((other) => other.of.startsWith(`${of} on `)));
    return { tried, problems: news.map(problemOfFinding), deprecated: await subject.deprecations() };
  } catch (error) {
    if (nothingToTry.is(error)) return null;
    return { tried: 0, problems: [problemOf(error)], deprecated: [] };
  }
}

async function readinessOf(plugin: InstalledPlugin, catalogue: PluginCatalogue): Promise<Readiness> {
  const { id, version, directory, off = [], deprecated = [] } = plugin;
  const told = ({ code, text }: DeprecationUse): string => `${code} ${text}`;
  const notices = [...deprecated.map(told), ...off.map(({ contribution, missing }) => `${contribution} is left out: this host has no ${missing.join(', ')}`)];
  const about = { plugin: id, version, directory };
  try {
    const { readyMs, deprecated: atStart } = await startOnce(plugin, 'readiness');
    const readings = await tryReadings(plugin, catalogue);
    const { tried, problems, deprecated: called } = readings ?? { tried: 0, problems: [], deprecated: [] };
    const ending = problems.length > 0 ? 'breaks' : readings === null ? 'untried' : 'ready';
    return { ...about, ending, tried, readyMs, problems, notices: [...new Set([...notices, ...atStart.map(told), ...called.map(told)])] };
  } catch (error) {
    return { ...about, ending: 'breaks', tried: 0, readyMs: null, problems: [problemOf(error)], notices };
  }
}

function distinct(problems: readonly ReadinessProblem[]): readonly ReadinessProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** Loads every installed plugin in this host and tries it on the devices that its package describes; one after the other. */
export async function* readiness(catalogue: PluginCatalogue): AsyncGenerator<Readiness> {
  const refused = Map.groupBy(catalogue.refused, ({ directory }) => resolve(directory));
  for (const [directory, errors] of refused) {
    if (catalogue.plugins.some((plugin) => resolve(plugin.directory) === directory)) continue;
    yield { plugin: basename(directory), version: null, directory, ending: 'breaks', tried: 0, readyMs: null, problems: errors.map(({ error }) => problemOf(error)), notices: [] };
  }
  for (const plugin of catalogue.plugins) {
    const found = await readinessOf(plugin, catalogue);
    const problems = [...(refused.get(resolve(plugin.directory)) ?? []).map(({ error }) => problemOf(error)), ...found.problems];
    // What is wrong with its files may have been met again.
    yield { ...found, problems: distinct(problems), ending: problems.length > 0 ? 'breaks' : found.ending };
  }
}
