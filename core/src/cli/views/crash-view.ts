import type { CrashReport, CrashSummary } from '../../diagnosis/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, count, duration, plain } from '../text.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;

export function crashesView(crashes: readonly CrashSummary[], { colours, columns }: View, now: number): string {
  if (crashes.length === 0) return 'No plugin has crashed.\n';
  return table(
    [{ title: 'REPORT', firm: true }, { title: 'WHEN', firm: true }, { title: 'PLUGIN' }, { title: 'ENDED BY', firm: true }, { title: 'IN' }, { title: 'REASON' }],
    crashes.map(({ id, at, plugin, version, ending, call }) => [id, ago(at, now), `${plugin} ${version}`, { text: ending.cause, style: colours.red }, call ?? 'no call', ending.reason]),
    columns, colours.dim,
  );
}

/** What `jackfield plugins` says of crashes: one line a plugin, with the report to read. */
export function crashLines(crashes: readonly CrashSummary[], colours: Terminal['colours'], now: number): string {
  return [...Map.groupBy(crashes, ({ plugin }) => plugin)].map(([plugin, [latest, ...others]]) =>
    latest === undefined ? '' : `${colours.red('crashed')} ${plain(plugin)} ${others.length === 0 ? 'once' : `${others.length + 1} times, last`} ${ago(latest.at, now)}: "jackfield crashes ${latest.id}"\n`).join('');
}

export function crashView({ file, ...crash }: CrashReport & { readonly file: string }, { colours }: View): string {
  const { plugin, version, at, ending, calls, exchanges, recording, lastOperation, stack, output, activation, activeMs, restarts, fences, versions, unread } = crash;
  const line = (name: string, value: string): string => `${colours.dim(name.padEnd(16))}${plain(value)}\n`;
  const block = (title: string, lines: readonly string[]): string => (lines.length === 0 ? '' : `\n${colours.bold(title)}\n${lines.map((one) => `  ${plain(one)}\n`).join('')}`);
  const cut = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text);
  return [
    `${colours.bold(`${plain(plugin)} ${plain(version)}`)} ${colours.red(ending.cause)}: ${plain(ending.reason)}\n`,
    line('when', at),
    ...calls.map((call, index) => line(index === 0 ? 'call' : '', `${call.phase} ${call.name} on ${call.device} (${call.site}), for ${duration(call.elapsedMs)}${call.begun ? '' : ', not begun'}`)),
    line('last operation', lastOperation === null ? 'none' : `${lastOperation.op} for ${lastOperation.call}, ${lastOperation.answered ? 'answered' : 'not answered'}`),
    line('started', activation === null ? 'it never was ready' : `${activation.at} because of ${activation.reason}; worked ${duration(activeMs ?? 0)}, ${count(restarts, 'restart')} before`),
    line('versions', `Jackfield ${versions.jackfield}, SDK ${versions.sdk}, Node ${versions.node}`),
    line('fences', fences.join(', ')),
    line('file', file),
    ...(recording === null ? [] : [line('to replay', recording)]),
    ...(unread.length === 0 ? [] : [line('not redacted by', unread.join('; '))]),
    block('Where it was', stack ?? []),
    block('Last words', stack === null ? output : output.filter((one) => !stack.includes(one))),
    block(`Last exchanges with devices (${exchanges.length})`, exchanges.map(({ agoMs, call, request, answer, length, error }) =>
      `${String(agoMs).padStart(6)} ms before  ${call}: ${cut(JSON.stringify(request))} → ${error === null ? (answer === null ? (length === null ? 'no answer yet' : `${length} characters`) : cut(answer)) : `failed: ${error}`}`)),
  ].join('');
}
