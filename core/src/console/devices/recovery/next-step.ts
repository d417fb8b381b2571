import type { Schemas } from '../../api/index.ts';

export type Told = Schemas['Recovery'];
export type Step = Told['steps'][number];

const titles = { replacement: 'Replacement', configuration: 'Configuration', checks: 'Checks' };

export const stepTitle = ({ kind, name }: Pick<Step, 'kind' | 'name'>): string => (kind === 'data' ? `Data: ${name}` : titles[kind]);

/** The step that a person is at: none before it is begun, and none when all is done. */
export const nextStep = ({ begun, steps }: Pick<Told, 'begun' | 'steps'>): Step | null => (begun === null ? null : steps.find(({ done }) => !done) ?? null);

/** What a person does for a step. */
export function stepAdvice({ kind, name, copies }: Pick<Step, 'kind' | 'name' | 'copies'>): string {
  if (kind === 'replacement') return 'Put the replacement in place, and have it discovered.';
  if (kind === 'configuration') return 'Plan the remembered configuration, look at the plan, and apply it.';
  if (kind === 'checks') return 'Run the checks of the replacement, and see what they say.';
  const good = copies.find(({ copiedAt }) => copiedAt !== null);
  return good === undefined ? `Get ${name} from somewhere else: nobody keeps a good copy. Then say that it is done.` : `Run the command on ${good.deviceName}, look at what it restored, and say that it is done.`;
}
