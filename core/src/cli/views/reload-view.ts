import type { CommandResult } from '../../api/index.ts';

/** What a reload does not take over. */
export function startNote(keys: readonly string[]): string {
  return `What changed under ${keys.join(', ')} in jackfield.yaml takes effect at the next start.`;
}

/** As a clock on the wall has it, with the day when that is another one. */
function moment(at: Date, now: Date): string {
  const time = at.toTimeString().slice(0, 8);
  return at.toDateString() === now.toDateString() ? time : `${at.toLocaleDateString('sv')} ${time}`;
}

/** What a reload came to; since when what it found is in use, when there was nothing to take over. */
export function reloadView({ kind, atNextStart, since }: Pick<CommandResult<'reload'>, 'kind' | 'atNextStart' | 'since'>): string {
  if (kind === 'swapped') return `The new configuration is in force.${atNextStart.length === 0 ? '' : ` ${startNote(atNextStart)}`}\n`;
  return `The files say what they said before${since === null ? '' : `: in use since ${moment(new Date(since), new Date())}`}.\n`;
}
