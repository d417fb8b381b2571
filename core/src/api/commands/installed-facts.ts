import { permissionLines, type PermissionLine } from '../../packages/index.ts';
import type { InstalledPlugin } from '../../plugins/index.ts';
import { namesPackage, type Configuration } from '../../sites/index.ts';

export const pluginLevels = ['observe', 'apply', 'confirm'] as const;

export interface Contribution {
  readonly kind: 'discovery' | 'check' | 'resource' | 'watcher' | 'notifier' | 'dashboard' | 'command';
  readonly name: string;
  readonly title: string;
}

/** All of a plugin that its package, the lock file and trust.yaml say: what a gallery shows. None of its code runs for it. */
export function installedFacts(plugin: InstalledPlugin, { pluginLock, trust }: Pick<Configuration, 'pluginLock' | 'trust'>) {
  const { id, packageName, version, manifest: { title, contributes: { checks, resources, discovery, watchers, notifiers, dashboards, commands } }, off } = plugin;
  const locked = Object.hasOwn(pluginLock.plugins, id) ? pluginLock.plugins[id] : undefined;
  const release = [locked?.runs, locked?.kept].find((one) => one?.version === version) ?? null;
  const publisher = Object.entries(trust.publishers).find(([, { packages }]) => namesPackage(packages, packageName))?.[0] ?? null;
  const permissions: readonly PermissionLine[] = permissionLines(plugin);
  return {
    id, packageName, version, title, checks: Object.keys(checks), discovery: Object.keys(discovery), dashboards, off: off ?? [],
    metrics: Object.entries(checks).flatMap(([check, { metrics }]) => Object.entries(metrics).map(([name, { title: of, unit }]) => ({ check, name, title: of ?? name, unit }))),
    resources: Object.entries(resources).map(([name, { title: of, key, commitClass }]) => ({ name, title: of, key, commitClass })),
    contributions: [
      ...named('discovery', discovery), ...named('check', checks), ...named('resource', resources), ...named('watcher', watchers), ...named('notifier', notifiers), ...named('dashboard', dashboards), ...named('command', commands),
    ],
    notifiers: Object.entries(notifiers).map(([name, { title: of }]) => ({ name, title: of, settings: plugin.notifierSchemas?.get(name) ?? null })),
    permissions, hasSettings: plugin.settingsSchema !== null, level: levelOf(plugin), publisher: release === null ? null : publisher, source: release?.source ?? null, granted: release?.granted ?? null,
  };
}

function named(kind: Contribution['kind'], contributions: { readonly [name: string]: { readonly title?: string | undefined } }): readonly Contribution[] {
  return Object.entries(contributions).map(([name, { title }]) => ({ kind, name, title: title ?? name }));
}

function levelOf({ manifest: { contributes: { resources } } }: InstalledPlugin): (typeof pluginLevels)[number] {
  const classes = Object.values(resources).map(({ commitClass }) => commitClass);
  return classes.length === 0 ? 'observe' : classes.includes('confirm') ? 'confirm' : 'apply';
}
