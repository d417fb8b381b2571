import { renderFigures, type Figure } from './figure.ts';
import { ami } from './measures/ami.ts';
import { api } from './measures/api.ts';
import { authoring } from './measures/authoring.ts';
import { brokeredGet } from './measures/brokered-get.ts';
import { changes } from './measures/changes.ts';
import { channel } from './measures/channel.ts';
import { consolePages } from './measures/console.ts';
import { coldStart } from './measures/cold-start.ts';
import { gathering } from './measures/gathering.ts';
import { polling } from './measures/polling.ts';
import { pluginStart } from './measures/plugin-start.ts';
import { series } from './measures/series.ts';
import { store } from './measures/store.ts';
import { sweep } from './measures/sweep.ts';

const measures: { readonly [name: string]: (sizes: readonly number[]) => Promise<Figure[]> } = {
  'brokered-get': brokeredGet, 'plugin-start': pluginStart, 'cold-start': coldStart, console: consolePages, polling, gathering, ami, changes, channel, store, series, authoring, api,
  sweep,
};
/** Measured only when it is named: it takes many minutes. */
const long = ['sweep'];

/** Devices of the fleets that are polled, such as `--devices=1000,30000`: ten thousand take four minutes, thirty thousand twelve. */
const sizes = (process.argv.find((word) => word.startsWith('--devices='))?.slice('--devices='.length).split(',') ?? ['1000']).map(Number);
if (!sizes.every((size) => Number.isInteger(size) && size > 0 && size <= 60_000)) throw new Error('--devices=1000,10000,30000: numbers of devices, 60,000 at most');

const asJson = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = wanted.find((name) => !Object.hasOwn(measures, name));
if (unknown !== undefined) throw new Error(`no measure ${unknown}; there are ${Object.keys(measures).join(', ')}`);

const report: { measure: string; figures: Figure[] }[] = [];
for (const [measure, take] of Object.entries(measures)) {
  if (wanted.length > 0 ? !wanted.includes(measure) : long.includes(measure)) continue;
  const figures = await take(sizes);
  report.push({ measure, figures });
  if (!asJson) process.stdout.write(`${measure}\n${renderFigures(figures).replaceAll(/^/gm, '  ')}\n\n`);
}
if (asJson) process.stdout.write(`${JSON.stringify({ node: process.version, report }, null, 2)}\n`);
