import type { Approval } from './approvals.ts';
import { approvalMissing } from './errors.ts';
import type { ArchivedPlan } from './plan-archive.ts';

/** Whether others than the author have approved a plan, as many as it takes. What cannot be undone waits for them in an emergency too. */
export function missingApprovals({ id, author, approvals, steps }: ArchivedPlan, all: readonly Approval[], isEmergency: boolean): readonly Error[] {
  const isIrreversible = steps.some(({ commitClass }) => commitClass === 'irreversible');
  if (isEmergency && !isIrreversible) return [];
  const given = all.filter(({ person }) => person !== author);
  if (given.length >= approvals) return [];
  const by = given.length === 0 ? '' : `, by ${given.map(({ person }) => person).join(', ')}`;
  const hint = isIrreversible ? { hint: 'Nobody can undo it: somebody else than the author runs "jackfield approve" with the plan, in an emergency too.' } : {};
  return [approvalMissing(`plan ${id} has ${given.length} of ${approvals} approvals${by}`, hint)];
}
