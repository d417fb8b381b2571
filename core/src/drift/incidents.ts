import { z } from 'zod';
import { stepTitle } from '../changes/index.ts';
import type { HealthService, HostSubject } from '../health/index.ts';
import { identityOf } from '../history/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { Pushed } from './compare.ts';
import type { Comparison } from './drift-store.ts';

const identitySchema = z.tuple([z.string(), z.string(), z.record(z.string(), z.json())]).transform(([plugin, resource, key]) => ({ plugin, resource, key }));

/** An incident per resource that drifts. What is unknown opens none and resolves none. */
export class DriftIncidents {
  readonly #health: Pick<HealthService, 'report' | 'resolve'>;

  constructor(health: Pick<HealthService, 'report' | 'resolve'>) {
    this.#health = health;
  }

  /** @param earlier what was compared before: what is not pushed any more cannot drift */
  async tell(device: ManagedDevice, compared: readonly { readonly pushed: Pushed; readonly comparison: Comparison }[], earlier: readonly string[]): Promise<void> {
    for (const { pushed: { push, accepted }, comparison: { identity, state, differences } } of compared) {
      if (state === 'equal') await this.#health.resolve(subjectOf(device, identity));
      if (state !== 'drifting') continue;
      const fields = differences.map(({ path }) => path).join(', ');
      const whose = accepted === null ? `change ${push.change} of ${push.person} pushed` : `${accepted.person} accepted`;
      await this.#health.report(subjectOf(device, identity), { state: 'warning', summary: `${stepTitle(push)} is not what ${whose}: ${fields}` });
    }
    const pushed = new Set(compared.map(({ pushed: { push } }) => identityOf(push)));
    for (const identity of earlier) if (!pushed.has(identity)) await this.#health.resolve(subjectOf(device, identity));
  }
}

function subjectOf(device: ManagedDevice, identity: string): HostSubject {
  return { device: device.id, about: `drift ${stepTitle(identitySchema.parse(JSON.parse(identity)))}` };
}
