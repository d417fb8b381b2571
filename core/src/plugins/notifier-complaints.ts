import type { Json, JsonObject } from '@jackfield/sdk';
import { didYouMean } from '../sites/index.ts';
import { channelComplaints } from './channel-settings.ts';
import { contributionMissing, pluginUnknown, settingsInvalid } from './errors.ts';
import type { PluginCatalogue } from './installed-plugin.ts';

interface NotifierComplaint {
  readonly make: typeof pluginUnknown;
  readonly path: readonly string[];
  readonly message: string;
  readonly meant: string | null;
}

const isMapping = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What channels of notifications say of plugins and no installed plugin understands. */
export function notifierComplaints(channels: Json | undefined, catalogue: Pick<PluginCatalogue, 'find' | 'plugins' | 'refused'>): readonly NotifierComplaint[] {
  if (!isMapping(channels)) return [];
  return Object.entries(channels).flatMap(([name, channel]): readonly NotifierComplaint[] => {
    if (!isMapping(channel) || typeof channel['notifier'] !== 'string') return [];
    const [id = '', notifier = ''] = channel['notifier'].split('/');
    const path = ['notifications', 'channels', name];
    const plugin = catalogue.find(id);
    if (plugin === null) {
      // One that is installed and broken is told of as such.
      if (catalogue.refused.some(({ directory }) => directory.includes(id))) return [];
      return [{ make: pluginUnknown, path: [...path, 'notifier'], message: `notifications.channels.${name}.notifier: no plugin ${id} is installed`, meant: didYouMean(id, catalogue.plugins.map((one) => one.id)) }];
    }
    const known = Object.keys(plugin.manifest.contributes.notifiers);
    if (!known.includes(notifier)) return [{ make: contributionMissing, path: [...path, 'notifier'], message: `notifications.channels.${name}.notifier: ${id} has no notifier ${notifier}, it has ${known.join(', ') || 'none'}`, meant: didYouMean(notifier, known) }];
    const settings = isMapping(channel['settings']) ? channel['settings'] : {};
    return channelComplaints(plugin, notifier, settings).map(({ path: inner, message }) => {
      const whole = [...path, 'settings', ...inner.map(String)];
      return { make: settingsInvalid, path: whole, message: `${whole.join('.')}: ${message}`, meant: null };
    });
  });
}
