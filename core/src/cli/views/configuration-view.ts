import type { CommandResult } from '../../api/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

const shown = (value: unknown): string => (value === null || value === undefined ? 'nothing' : JSON.stringify(value));

/** What a layer says now, and which lines say otherwise. */
export function keysView({ file, changed, edited, against, atNextStart }: CommandResult<'keys-set'>): string {
  const lines = [
    changed ? `${file} is written, and in force.` : `${file} says that already.`,
    ...edited.map(({ key, before, after }) => `  ${key}: ${shown(before)} → ${shown(after)}`),
    ...against.map(({ key, file: of, line }) => `${of}:${line} says otherwise of ${key}, and counts there.`),
    ...(atNextStart.length === 0 ? [] : [`With the next start: ${atNextStart.join(', ')}.`]),
  ];
  return `${lines.join('\n')}\n`;
}

type Rollouts = CommandResult<'rollouts'>;

export function rolloutsView(all: Rollouts, terminal: Terminal): string {
  if (all.length === 0) return 'Nothing was rolled out yet.\n';
  return table(['ROLLOUT', 'TITLE', 'STATE', 'WAVE', 'BEGUN', 'BY'].map((one) => ({ title: one })), all.map(({ id, title, state, wave, waves, begun, person }) => [id.slice(0, 8), title, state, `${wave + 1} of ${waves.length}`, begun, person].map((text) => ({ text }))), terminal.columns, terminal.colours.dim);
}

export function rolloutView({ id, title, state, why, waves }: Rollouts[number], terminal: Terminal): string {
  const rows = waves.flatMap((wave, at) => wave.map((site) => [String(at + 1), site.site, site.state, site.at ?? '–'].map((text) => ({ text }))));
  return `${id.slice(0, 8)} ${title}: ${state}${why === null ? '' : `, because ${why}`}\n${table(['WAVE', 'SITE', 'STATE', 'WRITTEN'].map((one) => ({ title: one })), rows, terminal.columns, terminal.colours.dim)}`;
}
