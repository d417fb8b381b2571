import type { CheckStatus, HealthService } from '../health/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { PluginHost } from '../plugins/index.ts';
import type { Troubles } from './rollout-service.ts';
import type { StoredSite } from './rollout-store.ts';

/** What is looked at rarely only makes it slow, and shows no sudden change. */
const atLeastEvery = 15 * 60_000;

export interface SiteHealthNeeds {
  readonly health: Pick<HealthService, 'statuses' | 'checkNow'>;
  readonly inventory: Pick<Inventory, 'devices'>;
  readonly plugins: Pick<PluginHost, 'status'>;
}

type Known = NonNullable<StoredSite['known']>;

const rank = { ok: 0, pending: 0, warning: 1, unknown: 2, critical: 3 } as const;
const nameOf = ({ device, plugin, check }: CheckStatus): string => `${device} ${plugin}/${check}`;
const isBad = (state: string): state is 'warning' | 'unknown' | 'critical' => state === 'warning' || state === 'unknown' || state === 'critical';

/** How the checks of a site stand, and whether they got worse since. */
export class SiteHealth {
  readonly #needs: SiteHealthNeeds;

  constructor(needs: SiteHealthNeeds) {
    this.#needs = needs;
  }

  /** As the checks were seen last. */
  known(site: string): { readonly known: Known; readonly troubles: Troubles } {
    const statuses = this.#needs.health.statuses({ site });
    return {
      known: { bad: Object.fromEntries(statuses.filter(({ state }) => isBad(state)).map((status) => [nameOf(status), status.state])), plugins: [...new Set(statuses.filter(({ state }) => state !== 'pending').map(({ plugin }) => plugin))] },
      troubles: counted(statuses),
    };
  }

  /** Runs the checks of the site now, device by device, until it is called off. */
  async look(site: string, isCalledOff: () => boolean, signal: AbortSignal): Promise<void> {
    for (const { id } of this.#needs.inventory.devices({ site })) if (!isCalledOff()) await this.#needs.health.checkNow(id, { atLeastEvery }, signal);
  }

  /**
   * What got worse since, one line each. Of a plugin that had told nothing there before, what it finds is no fault of having been enabled: only
   * that it cannot look is.
   */
  async worse(site: string, { bad, plugins }: Known): Promise<{ readonly lines: readonly string[]; readonly troubles: Troubles }> {
    const statuses = this.#needs.health.statuses({ site });
    const lines = statuses.flatMap((status) => {
      const { state, plugin } = status;
      const before = bad[nameOf(status)];
      const was = before !== undefined && isBad(before) ? rank[before] : 0;
      const counts = isBad(state) && rank[state] > was && (plugins.includes(plugin) || state === 'unknown');
      return counts ? [`${site}: ${status.title} is ${state}: ${status.summary}`] : [];
    });
    const broken = (await this.#needs.plugins.status()).filter(({ state }) => state === 'quarantined').map(({ id }) => `${id} is in quarantine`);
    return { lines: [...lines, ...broken], troubles: counted(statuses) };
  }
}

function counted(statuses: readonly CheckStatus[]): Troubles {
  const of = (state: string): number => statuses.filter((one) => one.state === state).length;
  return { critical: of('critical'), warning: of('warning'), unknown: of('unknown') };
}
