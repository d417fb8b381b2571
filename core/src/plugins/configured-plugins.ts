import { basename, dirname } from 'node:path';
import type { JackfieldError } from '../errors/index.ts';
import { didYouMean, type Configuration, type Scope, type SourcePlace } from '../sites/index.ts';
import { contributionMissing, pluginUnknown, settingsInvalid } from './errors.ts';
import type { InstalledPlugin, PluginCatalogue } from './installed-plugin.ts';
import { notifierComplaints } from './notifier-complaints.ts';
import { withDeviceEntries, type ExpandedSettings } from './device-entries.ts';
import { compileSchema, understood } from './schema-validation.ts';

/** Every place that may say something of its own. */
export function scopesOf({ sites }: Configuration): readonly Scope[] {
  return [
    { level: 'organization' },
    ...[...sites.values()].flatMap(({ id, devices }): Scope[] => [{ level: 'site', site: id }, ...devices.map(({ name }): Scope => ({ level: 'device', site: id, device: name }))]),
  ];
}

function keysAt(configuration: Configuration, key: string, scope: Scope): readonly string[] {
  const value = configuration.setting(key, scope);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** Where the strongest layer says it; of what is not said anywhere, where that stands which holds it. */
function placeOf(configuration: Configuration, path: readonly string[], scope: Scope): SourcePlace | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const place = configuration.explain(path.slice(0, length).join('.'), scope).layers.findLast((layer) => layer.place !== null)?.place;
    if (place) return place;
  }
  return undefined;
}

/** What a configuration says of plugins and no installed plugin understands: ids, versions, checks, settings. */
export function pluginComplaints(configuration: Configuration, catalogue: PluginCatalogue): readonly JackfieldError[] {
  const found = new Map<string, JackfieldError>();
  const complain = (make: typeof pluginUnknown, scope: Scope, path: readonly string[], message: string, meant: string | null): void => {
    const place = placeOf(configuration, path, scope);
    const error = make(message, { ...(place === undefined ? {} : { place }), ...(meant === null ? {} : { hint: `Did you mean "${meant}"?` }) });
    found.set(`${error.where} ${message}`, error);
  };
  for (const scope of scopesOf(configuration)) {
    if (scope.level !== 'device') {
      for (const { make, path, message, meant } of notifierComplaints(configuration.setting('notifications.channels', scope), catalogue)) complain(make, scope, path, message, meant);
    }
    for (const id of keysAt(configuration, 'plugins', scope)) {
      // One that is installed and broken is told of as such.
      if (catalogue.refused.some(({ directory }) => directory.endsWith(id) || basename(dirname(directory)) === id)) continue;
      const plugin = catalogue.find(id);
      if (plugin === null) {
        // Said to be off, it does no harm: what is left of a plugin that was removed.
        if (configuration.setting(`plugins.${id}.enabled`, scope) === false && keysAt(configuration, `plugins.${id}`, scope).includes('enabled')) continue;
        complain(pluginUnknown, scope, ['plugins', id], `plugins.${id}: no such plugin is installed`, didYouMean(id, catalogue.plugins.map((one) => one.id)));
        continue;
      }
      const { enabled, version } = configuration.enablement(id, scope);
      const pinned = catalogue.find(id, version);
      if (pinned === null) complain(pluginUnknown, scope, ['plugins', id, 'version'], `plugins.${id}.version: ${version ?? ''} is not installed, ${plugin.version} is`, null);
      for (const check of keysAt(configuration, `plugins.${id}.checks`, scope)) {
        const known = Object.keys((pinned ?? plugin).manifest.contributes.checks);
        if (!known.includes(check)) complain(contributionMissing, scope, ['plugins', id, 'checks', check], `plugins.${id}.checks.${check}: ${id} has no such check, it has ${known.join(', ')}`, didYouMean(check, known));
      }
      if (enabled && scope.level !== 'organization') {
        const expanded = withDeviceEntries(pinned ?? plugin, configuration, scope, null);
        const { settingsSchema } = pinned ?? plugin;
        const idle = settingsSchema !== null && understood(compileSchema(settingsSchema, id), expanded.settings) === null ? `; until it is mended ${id} does nothing there` : '';
        for (const { path, message } of settingComplaints(pinned ?? plugin, expanded)) {
          const whole = ['plugins', id, 'settings', ...path.map(String)];
          complain(settingsInvalid, scope, whole, `${whole.join('.')}: ${message}${idle}`, null);
        }
      }
    }
  }
  return [...found.values()];
}

function settingComplaints({ settingsSchema, id }: InstalledPlugin, { settings, complaints }: ExpandedSettings): ExpandedSettings['complaints'] {
  if (settingsSchema === null) return Object.keys(settings).map((key) => ({ path: [key], message: `unknown key "${key}"; ${id} has no settings` }));
  // A selection that is wrong stands there still, and no schema knows it: told once, and why.
  const told = new Set(complaints.map(({ path }) => path.join('.')));
  return [...complaints, ...compileSchema(settingsSchema, id).complaints(settings).filter(({ path }) => !told.has(path.join('.')))];
}
