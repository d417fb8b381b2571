import { Command } from 'commander';
import { expect, test, vi } from 'vitest';
import { ratesBetween, sortedRates } from '../diagnosis/index.ts';
import { pluginStatus } from '../testing/index.ts';
import { showTop } from './plugins-top.ts';
import { Session } from './session.ts';
import { RecordingTerminal } from './testing/recording-terminal.ts';
import { resourceTable } from './views/status-view.ts';
import { topTable } from './views/top-view.ts';

interface Watched {
  readonly terminal: RecordingTerminal;
  readonly press: (key: string) => void;
  readonly shown: Promise<void>;
}

/** Two plugins: `a` has the operations, `b` the CPU; the clock goes on by a second a sample. */
function watched(lines: { readonly columns: number; readonly rows: number }): Watched {
  let press: (key: string) => void = () => undefined;
  const terminal = new RecordingTerminal({
    screen: {
      size: () => lines,
      keys: (onKey) => {
        press = onKey;
        return { [Symbol.dispose]: () => void (press = () => undefined) };
      },
    },
  });
  const session = new Session(terminal, new AbortController().signal);
  let clockMs = 0;
  vi.spyOn(session, 'call').mockImplementation(async () => {
    clockMs += 1_000;
    const plugins = [{ ...pluginStatus, id: 'a', operations: clockMs / 10 }, { ...pluginStatus, id: 'b', cpuMs: clockMs / 2 }];
    return { clockMs, plugins, crashes: [], installed: [], refused: [] };
  });
  return { terminal, press: (key) => press(key), shown: showTop(session, new Command(), { sort: 'cpu', count: Infinity, json: false }) };
}

const frames = (output: string): string[] => output.split('\u001B[H').slice(1);
const order = (frame: string | undefined): string[] => [...(frame ?? '').matchAll(/^([ab]) /gm)].map(([, id]) => id ?? '');

test('on a terminal it is drawn over itself; keys sort it and end it, and the screen is given back', async () => {
  const { terminal, press, shown } = watched({ columns: 120, rows: 24 });
  await vi.waitFor(() => expect(order(frames(terminal.output).at(-1))).toEqual(['b', 'a']), 5_000);
  press('o');
  expect(order(frames(terminal.output).at(-1))).toEqual(['a', 'b']);
  expect(frames(terminal.output).at(-1)).toContain('plugins by operations');
  press('q');
  await shown;
  expect(terminal.output.startsWith('\u001B[?1049h\u001B[?25l')).toBe(true);
  expect(terminal.output.endsWith('\u001B[?25h\u001B[?1049l')).toBe(true);
});

test('no line is longer and no frame higher than the window', async () => {
  const { terminal, press, shown } = watched({ columns: 60, rows: 4 });
  await vi.waitFor(() => expect(frames(terminal.output).length).toBeGreaterThan(1), 5_000);
  press('q');
  await shown;
  const [last = ''] = frames(terminal.output).slice(-1);
  expect(last.split('\n').length).toBeLessThanOrEqual(4);
});

test('80 columns hold the whole name and the version; the numbers give way', () => {
  const [rates] = sortedRates(ratesBetween({ clockMs: 0, plugins: [pluginStatus] }, { clockMs: 1_000, plugins: [{ ...pluginStatus, id: 'wisp-wifi-controller', version: '12.10.3' }] }), 'cpu');
  if (rates === undefined) throw new RangeError('nothing');
  const shown = topTable([rates], { colours: new RecordingTerminal().colours, columns: 80 }, 0);
  expect(shown).toContain('wisp-wifi-controller  12.10.3  active');
  expect(shown).toContain('CPU %');
  for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('what a plugin can configure is listed with its key and commit class', () => {
  const resources = [{ name: 'port', title: 'Port', key: ['port'], commitClass: 'snapshot' as const }, { name: 'system', title: 'System', key: [], commitClass: 'confirm' as const }];
  expect(resourceTable([{ id: 'snmp-switch', version: '0.1.0', resources }], new RecordingTerminal())).toBe(
    'RESOURCE            VERSION  KEY              COMMIT CLASS  TITLE\nsnmp-switch/port    0.1.0    port             snapshot      Port\nsnmp-switch/system  0.1.0    one of a device  confirm       System\n',
  );
});
