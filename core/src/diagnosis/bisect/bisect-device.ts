import { setTimeout as delay } from 'node:timers/promises';
import { catalogueOf, type InstalledPlugin, type PluginCatalogue } from '../../plugins/index.ts';
import { healthSettingsSchema } from '../../health/index.ts';
import type { ManagedDevice } from '../../inventory/index.ts';
import { alteredConfiguration, settingChanges, settingEntries, type Configuration, type Scope, type SettingEntry } from '../../sites/index.ts';
import type { Transports } from '../../transports/index.ts';
import { nobodyGuilty, nothingToTry, nothingWrong } from '../errors.ts';
import { secretSettings } from '../redaction/index.ts';
import { minimalSets, type Oracle } from './minimal-sets.ts';
import { changeSuspect, pluginSuspect, settingSuspect, type Suspect } from './suspect.ts';
import { verdictOf } from './symptom.ts';
import { openTrialTransports, TrialHost, type Outcome, type TrialCheck } from './trial-host.ts';

/** How far a search is. */
export interface BisectProgress {
  readonly trial: number;
  readonly text: string;
}

export interface BisectOptions {
  readonly configuration: Configuration;
  readonly signal: AbortSignal;
  readonly maxTrials: number;
  readonly onProgress: (progress: BisectProgress) => void;
}

export interface DeviceBisectOptions extends BisectOptions {
  readonly device: ManagedDevice;
  /** One check by name; left out, the first that is not well. */
  readonly check: string | undefined;
  readonly over: 'settings' | 'plugins' | 'changes';
  /** For `changes`: what it was when all was well. */
  readonly good?: Configuration;
}

/** What a search found. */
export interface BisectResult {
  readonly trouble: string;
  readonly over: DeviceBisectOptions['over'];
  readonly suspects: number;
  /** Each set is guilty together; each alone of several sets. */
  readonly guilty: readonly (readonly Suspect[])[];
  readonly trials: number;
  readonly complete: boolean;
}

/** Milliseconds between two checks of the others. */
const pauseMs = 20;

const scopeOf = ({ site, name }: ManagedDevice): Scope => ({ level: 'device', site, device: name });

/** Finds what makes a check of a device fail: which settings, which other plugins, or which changes, alone or together. */
export async function bisectDevice(options: DeviceBisectOptions): Promise<BisectResult> {
  const catalogue = await catalogueOf(options.configuration);
  await using opened = await openTrialTransports(options.configuration);
  const search = new DeviceSearch(options, catalogue, opened.transports);
  return await search.run();
}

class DeviceSearch {
  readonly #options: DeviceBisectOptions;
  readonly #catalogue: PluginCatalogue;
  readonly #transports: Transports;
  #trial = 0;

  constructor(options: DeviceBisectOptions, catalogue: PluginCatalogue, transports: Transports) {
    this.#options = options;
    this.#catalogue = catalogue;
    this.#transports = transports;
  }

  async run(): Promise<BisectResult> {
    const { configuration, over } = this.#options;
    if (over === 'plugins') return this.#overPlugins();
    await using host = new TrialHost(configuration, this.#catalogue, this.#transports);
    const { check, trouble } = await this.#trouble((one) => this.#look(host, one));
    const tried = async (altered: Configuration): Promise<Outcome> => {
      host.configure(altered);
      return this.#look(host, check);
    };
    return await (over === 'changes' ? this.#overChanges(check, trouble, tried) : this.#overSettings(check, trouble, tried));
  }

  #look(host: TrialHost, check: TrialCheck): Promise<Outcome> {
    return host.check(check, this.#options.signal);
  }

  /** The check that is not well, with what it says while everything is as it is. */
  async #trouble(look: (check: TrialCheck) => Promise<Outcome>): Promise<{ readonly check: TrialCheck; readonly trouble: Outcome }> {
    const { device, check: wanted } = this.#options;
    for (const check of this.#checks().filter(({ check: name }) => wanted === undefined || name === wanted)) {
      const trouble = await look(check);
      this.#tell(`${check.plugin}/${check.check} on ${device.name} is ${trouble.state} with everything`);
      if (trouble.state !== 'ok') return { check, trouble };
    }
    if (this.#checks().length === 0) throw nothingToTry(`no plugin that is enabled for ${device.name} has a check`, { place: { device: device.name } });
    const names = [...new Set(this.#checks().map(({ check }) => check))];
    if (wanted !== undefined && !names.includes(wanted)) throw nothingToTry(`${device.name} has no check ${wanted}`, { place: { device: device.name }, hint: `Name one that it has: ${names.join(', ')}.` });
    throw nothingWrong(wanted === undefined ? `every check of ${device.name} is ok` : `${device.name} has no check ${wanted} that is not ok`, { place: { device: device.name } });
  }

  /** All checks of the device as the schedule would run them. */
  #checks(): TrialCheck[] {
    const { device, configuration } = this.#options;
    const scope = scopeOf(device);
    const { deadline } = healthSettingsSchema.parse(configuration.setting('health', scope) ?? {});
    return this.#enabled().flatMap(({ id, manifest }) => Object.keys(manifest.contributes.checks).map((check) => ({ device, plugin: id, check, deadlineMs: deadline })));
  }

  #enabled(): InstalledPlugin[] {
    const { device, configuration } = this.#options;
    return [...new Set(device.plugins.map(({ id }) => id))].flatMap((id) => {
      const { enabled, version } = configuration.enablement(id, scopeOf(device));
      const plugin = enabled ? this.#catalogue.find(id, version) : null;
      return plugin === null ? [] : [plugin];
    });
  }

  /**
   * Against what holds without the strongest layers, fewest first: what stays is needed to reach the device at all. Then
   * without what is said of the plugin, and last without any one value: two that are wrong may hide each other.
   */
  async #overSettings(check: TrialCheck, trouble: Outcome, tried: (configuration: Configuration) => Promise<Outcome>): Promise<BisectResult> {
    const { configuration, device } = this.#options;
    const secretKeys = await secretSettings(configuration);
    const without = (entries: readonly SettingEntry[]): Configuration => alteredConfiguration(configuration, entries.map((entry) => ({ ...entry, value: undefined })));
    const entries = settingEntries(configuration, scopeOf(device)).filter(({ path: [root, plugin, part] }) =>
      root === 'transports' || (root === 'plugins' && plugin === check.plugin && part !== 'enabled'));
    const levels = [...new Set(entries.map(({ layer, name }) => `${layer} ${name}`))].toReversed();
    const strongest = levels.map((_level, count) => entries.filter(({ layer, name }) => levels.slice(0, count + 1).includes(`${layer} ${name}`)));
    const candidates = [...strongest, entries.filter(({ path: [root] }) => root === 'plugins'), ...entries.toReversed().map((one) => [one])].filter((some) => some.length > 0);
    for (const suspects of candidates) {
      const verdict = verdictOf(trouble, await tried(without(suspects)));
      this.#tell(`without ${suspects.length} of ${entries.length} settings it ${verdict === 'unclear' ? 'tells nothing' : verdict}`);
      if (verdict !== 'passes') continue;
      return this.#search(check, trouble, suspects, (entry) => settingSuspect(entry, secretKeys), async (present) => verdictOf(trouble, await tried(without(suspects.filter((one) => !present.includes(one))))));
    }
    throw nobodyGuilty(`${check.plugin}/${check.check} on ${device.name} stays ${trouble.state} without any of ${entries.length} settings`, { place: { device: device.name } });
  }

  async #overChanges(check: TrialCheck, trouble: Outcome, tried: (configuration: Configuration) => Promise<Outcome>): Promise<BisectResult> {
    const { configuration, device, good = configuration } = this.#options;
    const secretKeys = await secretSettings(configuration);
    const changes = settingChanges(good, configuration, scopeOf(device));
    return this.#search(check, trouble, changes, (change) => changeSuspect(change, secretKeys), async (present) => {
      const undone = changes.filter((one) => !present.includes(one));
      return verdictOf(trouble, await tried(alteredConfiguration(configuration, undone.map((change) => ({ ...change, value: change.before })))));
    });
  }

  /** A host of its own for each set of plugins: the others work on the device while the check looks. */
  async #overPlugins(): Promise<BisectResult> {
    const { configuration, device } = this.#options;
    const look = async (check: TrialCheck, others: readonly InstalledPlugin[]): Promise<Outcome> => {
      const wanted = new Set(this.#catalogue.plugins.filter((plugin) => plugin.id === check.plugin || others.includes(plugin)).map(({ directory }) => directory));
      await using host = new TrialHost(configuration, await catalogueOf(configuration, ({ directory }) => wanted.has(directory)), this.#transports);
      await using _busy = this.#busy(host, others);
      return await this.#look(host, check);
    };
    const { check, trouble } = await this.#trouble((one) => look(one, this.#others(one)));
    const suspects = this.#others(check);
    return this.#search(check, trouble, suspects, (plugin) => pluginSuspect(plugin, configuration, scopeOf(device)), async (present) => verdictOf(trouble, await look(check, present)));
  }

  /** Who else works on the device, or gives data to the plugin of the check. */
  #others({ plugin }: TrialCheck): InstalledPlugin[] {
    const enabled = this.#enabled();
    const points = Object.keys(this.#catalogue.plugins.find(({ id }) => id === plugin)?.manifest.points ?? {});
    return this.#catalogue.plugins.filter((one) => one.id !== plugin && (enabled.includes(one) || points.some((point) => Object.hasOwn(one.manifest.contributes, point))));
  }

  /** The checks of the others, again and again, until disposed. */
  #busy(host: TrialHost, others: readonly InstalledPlugin[]): AsyncDisposable {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#options.signal]);
    const loops = this.#checks().filter(({ plugin }) => others.some(({ id }) => id === plugin)).map(async (check) => {
      // What fails at once must not keep the loop to itself.
      while (!signal.aborted) await host.check(check, signal).then(() => delay(pauseMs, undefined, { signal })).catch(() => undefined);
    });
    return {
      async [Symbol.asyncDispose]() {
        stop.abort();
        await Promise.all(loops);
      },
    };
  }

  async #search<One>(check: TrialCheck, trouble: Outcome, suspects: readonly One[], named: (one: One) => Suspect, oracle: Oracle<One>): Promise<BisectResult> {
    const { device, maxTrials, over } = this.#options;
    const about = `${check.plugin}/${check.check} on ${device.name}: ${trouble.state}${trouble.code === null ? '' : ` ${trouble.code}`}, ${trouble.summary}`;
    return searched({ about, over, suspects, named, oracle, maxTrials, place: { device: device.name }, tell: (text) => this.#tell(text) });
  }

  #tell(text: string): void {
    this.#trial += 1;
    this.#options.onProgress({ trial: this.#trial, text });
  }
}

interface SearchPlan<One> {
  readonly about: string;
  readonly over: BisectResult['over'];
  readonly suspects: readonly One[];
  readonly named: (one: One) => Suspect;
  readonly oracle: Oracle<One>;
  readonly maxTrials: number;
  readonly place: { readonly device?: string };
  readonly tell: (text: string) => void;
}

/** Makes sure that it passes with nobody and fails with all, then finds who it is. */
export async function searched<One>({ about, over, suspects, named, oracle, maxTrials, place, tell }: SearchPlan<One>): Promise<BisectResult> {
  for (let time = 0; time < 2; time += 1) {
    const verdict = suspects.length === 0 ? 'fails' : await oracle([]);
    tell(`with none of ${suspects.length} ${over} it ${verdict === 'unclear' ? 'tells nothing' : verdict}`);
    if (verdict !== 'passes') throw nobodyGuilty(`${about}: it is no better with none of ${suspects.length} ${over}`, { place });
  }
  const { sets, trials, complete } = await minimalSets(suspects, oracle, {
    maxTrials,
    onTrial: ({ present, left, verdict }) => tell(`${left} ${over} left; with ${present.length <= 3 ? present.map((one) => named(one).what).join(' and ') : `${present.length} of them`} it ${verdict === 'unclear' ? 'tells nothing' : verdict}`),
  });
  if (sets.length === 0 && complete) throw nothingWrong(`${about}: that was at first, and now it is well with all ${suspects.length} ${over}`, { place, hint: 'A search needs a trouble that is there: run it again while it lasts.' });
  return { trouble: about, over, suspects: suspects.length, guilty: sets.map((set) => set.map(named)), trials: trials + 2, complete };
}
