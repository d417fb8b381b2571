import type { Schemas } from '../../api/index.ts';

type Check = Pick<Schemas['Check'], 'plugin' | 'check' | 'title' | 'metrics' | 'items'>;
type Installed = Pick<Schemas['Plugins']['installed'][number], 'id' | 'dashboards' | 'metrics'>;

/** One line of a chart. */
export interface SeriesPlan {
  readonly metric: string;
  /** Null: measured of the whole. */
  readonly item: string | null;
  readonly title: string;
}

/** What is drawn together: lines of one unit. */
export interface ChartPlan {
  readonly id: string;
  /** Title of the dashboard, or of the check. */
  readonly group: string;
  readonly title: string;
  readonly unit: string;
  readonly series: readonly SeriesPlan[];
  /** Lines that are left out: they are too many to be told apart. */
  readonly more: number;
}

/** As many lines as can be told from each other. */
const atMost = 6;

/**
 * What there is to draw of a device: the dashboards of its plugins as their manifests have them, then what no dashboard
 * draws, by check. `item` shows what was measured of one item only, such as a port.
 */
export function chartPlans(checks: readonly Check[], installed: readonly Installed[], item: string | null = null): readonly ChartPlan[] {
  return installed.flatMap((plugin) => plansOf(checks.filter((check) => check.plugin === plugin.id), plugin, item));
}

/** The plans with those of one dashboard before the others; it is named as in `snmp-switch/traffic`. */
export function withFirst(plans: readonly ChartPlan[], installed: readonly Installed[], dashboard: string | null): readonly ChartPlan[] {
  const [plugin = '', name = ''] = dashboard?.split('/') ?? [];
  const dashboards = installed.find(({ id }) => id === plugin)?.dashboards ?? {};
  const title = Object.hasOwn(dashboards, name) ? dashboards[name]?.title : undefined;
  return title === undefined ? plans : [...plans.filter(({ group }) => group === title), ...plans.filter(({ group }) => group !== title)];
}

function plansOf(checks: readonly Check[], { id, dashboards, metrics }: Installed, item: string | null): ChartPlan[] {
  const known = new Map(metrics.map((one) => [one.name, one]));
  const plan = (group: string, title: string, names: readonly string[]): ChartPlan[] => {
    const all = names.flatMap((name) => seriesOf(checks, name, known.get(name)?.title ?? name, { item, alone: names.length === 1 }));
    if (all.length === 0) return [];
    return [{ id: `${id} ${group} ${title}`, group, title, unit: known.get(names[0] ?? '')?.unit ?? '', series: all.slice(0, atMost), more: Math.max(0, all.length - atMost) }];
  };
  const drawn = new Set(Object.values(dashboards).flatMap(({ groups }) => groups.flatMap((group) => group.metrics)));
  return [
    ...Object.values(dashboards).flatMap((dashboard) => dashboard.groups.flatMap((group) => plan(dashboard.title, group.title, group.metrics))),
    ...checks.flatMap(({ check, title }) => metrics.filter((one) => one.check === check && !drawn.has(one.name)).flatMap((one) => plan(title, one.title, [one.name]))),
  ];
}

function seriesOf(checks: readonly Check[], metric: string, title: string, { item, alone }: { readonly item: string | null; readonly alone: boolean }): SeriesPlan[] {
  return checks.flatMap(({ metrics, items }) => [
    ...(item === null && metrics.some(({ name }) => name === metric) ? [{ metric, item: null, title }] : []),
    ...items.filter((one) => (item === null || one.name === item) && one.metrics?.some(({ name }) => name === metric) === true).map((one) => ({ metric, item: one.name, title: alone ? one.name : `${one.name}: ${title}` })),
  ]);
}

/** Items of which something was measured. */
export const measuredItems = (checks: readonly Check[]): readonly string[] => [...new Set(checks.flatMap(({ items }) => items.filter(({ metrics = [] }) => metrics.length > 0).map(({ name }) => name)))];
