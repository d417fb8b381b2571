import type { PluginRates, RateOrder } from '../../diagnosis/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, bytes, plain } from '../text.ts';

type View = Pick<Terminal, 'colours'> & { readonly columns: number };

/** What each plugin does now, one line a plugin. */
export function topTable(rates: readonly PluginRates[], { colours, columns }: View, now: number): string {
  const right = (title: string, spare: number) => ({ title, align: 'right', firm: true, spare } as const);
  return table(
    [{ title: 'PLUGIN', firm: true }, { title: 'VERSION', firm: true }, { title: 'STATE', firm: true }, right('CPU %', 1), right('PSS', 2), right('RPC/S', 6), right('CALLS', 7), right('OPS/S', 3), right('WAITING', 8),
      right('REFUSED/S', 9), right('RESTARTS', 5), { title: 'LAST ERROR', spare: 4 }],
    rates.map((one) => {
      const [error] = one.lastErrors;
      return [
        one.id, one.version, { text: one.state, style: one.state === 'quarantined' || one.state === 'restarting' ? colours.red : one.state === 'active' ? colours.green : colours.dim },
        { text: one.cpuPercent.toFixed(1), style: one.cpuPercent >= 80 ? colours.red : (text: string) => text },
        one.pssBytes === null ? '' : bytes(one.pssBytes), one.messages.toFixed(0), String(one.openCalls), one.operations.toFixed(1), String(one.waiting),
        { text: one.refused.toFixed(1), style: one.refused > 0 ? colours.yellow : (text: string) => text }, String(one.restarts),
        error === undefined ? '' : `${error.code} ${ago(error.at, now)} on ${plain(error.device)}: ${plain(error.message)}`,
      ];
    }), columns, colours.dim,
  );
}

const titles: { readonly [Order in RateOrder]: string } = { cpu: 'CPU', memory: 'memory', operations: 'operations' };

/** The whole screen: no line longer than it is wide, none more than it has. */
export function topScreen(rates: readonly PluginRates[], order: RateOrder, { colours, columns, rows }: View & { readonly rows: number }, now: number): string {
  const head = `plugins by ${titles[order]}, every second   ${colours.dim('c cpu  m memory  o operations  q quit')}`;
  const lines = [head, '', ...topTable(rates, { colours, columns }, now).trimEnd().split('\n')].slice(0, Math.max(1, rows - 1));
  // Each line is cleared to its end and what is below is cleared: nothing flickers.
  return `\u001B[H${lines.map((line) => `${line}\u001B[K\n`).join('')}\u001B[J`;
}
