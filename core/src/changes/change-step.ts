import type { JsonObject } from '@jackfield/sdk';
import type { PlanStep, StepOutcome } from './change-service.ts';

/** What is done to one resource, with its states in the clear: kept in the store, never shown. */
export interface StepOrder extends Pick<PlanStep, 'device' | 'deviceName' | 'plugin' | 'pluginVersion' | 'resource' | 'key' | 'commitClass' | 'wave' | 'unit' | 'waitsFor'> {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** `apply` pushes the state wanted, `restore` puts one back that was read before. */
  readonly by: 'apply' | 'restore';
  /** Milliseconds after which the device takes back by itself what nobody confirmed; left out when it does not. */
  readonly trialMs?: number;
  /** What a person asked for; none where a state is pushed as it is. */
  readonly spec?: JsonObject;
}

/** A step of a change that runs or ran. */
export interface Step extends StepOrder {
  readonly position: number;
  /** True from just before the first write to the device. */
  touched: boolean;
  state: StepOutcome['state'];
  message: string | null;
}

export function stepTitle({ plugin, resource, key }: Pick<StepOrder, 'plugin' | 'resource' | 'key'>): string {
  const instance = Object.values(key).map(String).join(' ');
  return instance === '' ? `${plugin}/${resource}` : `${plugin}/${resource} ${instance}`;
}

export function stepOutcome({ device, resource, key, state, message }: Step): StepOutcome {
  return { device, resource, key, state, message };
}
