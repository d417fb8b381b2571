import { createTwoFilesPatch } from 'diff';
import picocolors from 'picocolors';
import type { Difference, Plan, PlanStep } from './change-service.ts';
import { stepTitle } from './change-step.ts';

const classWords: Record<PlanStep['commitClass'], string> = {
  confirm: 'A, the device undoes what is not confirmed',
  session: 'B, undone when the session ends',
  timer: 'C, a timed restore waits on the device',
  snapshot: 'D, put back from a snapshot',
  irreversible: 'E, cannot be undone',
};

function shown(value: unknown): string {
  return value === undefined || value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** The plan for a person: what changes where, how it can be undone, and whom it can hurt. */
export function renderPlan(plan: Plan, options: { readonly color: boolean }): string {
  const { bold, dim, red, green, yellow } = picocolors.createColors(options.color);
  const difference = ({ path, before, after }: Difference): string[] => {
    if (typeof before === 'string' && typeof after === 'string' && (before.includes('\n') || after.includes('\n'))) {
      const patch = createTwoFilesPatch('now', 'wanted', before, after, '', '', { context: 2 }).split('\n').slice(3);
      const lines = patch.filter((line) => line !== '' && !line.startsWith('\\'));
      return [`    ${path}:`, ...lines.map((line) => `      ${line.startsWith('+') ? green(line) : line.startsWith('-') ? red(line) : dim(line)}`)];
    }
    return [`    ${path}: ${red(shown(before))} ${dim('→')} ${green(shown(after))}`];
  };
  const steps = plan.steps.flatMap((step) => [
    `  ${bold(step.deviceName)}  ${stepTitle(step)}  ${dim(`class ${classWords[step.commitClass]}`)}`,
    ...step.differences.flatMap(difference),
  ]);
  const { devices, sites, behind } = plan.blastRadius;
  return [
    bold(plan.title),
    ...(steps.length === 0 ? ['  Nothing to do: every device has what is wanted.'] : steps),
    '',
    `${plan.steps.length} to change, ${plan.unchanged} as wanted already`,
    ...(devices.length === 0 ? [] : [`touches ${devices.length} device${devices.length === 1 ? '' : 's'} at ${sites.join(', ')}: ${devices.join(', ')}`]),
    ...(behind.length === 0 ? [] : [yellow(`behind them, cut off if they fail: ${behind.join(', ')}`)]),
    dim(`plan ${plan.id}, valid until ${plan.expiresAt}, sha256 ${plan.hash}`),
  ].join('\n');
}
