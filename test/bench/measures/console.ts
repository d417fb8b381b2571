import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { wholeOrganization } from '../../../core/dist/access/index.js';
import { EventLog } from '../../../core/dist/api/events/index.js';
import type { HostServices } from '../../../core/dist/api/host-services.js';
import { connectionLimits } from '../../../core/dist/api/limits.js';
import { Web } from '../../../core/dist/api/web.js';
import { FakeServices, twoSites } from '../../../core/dist/testing/index.js';
import { median, type Figure } from '../figure.ts';

const program = '/usr/bin/chromium';
const devices = 10_000;
const sites = 300;
const rounds = 5;
const kinds = ['switch', 'phone', 'server', 'router'] as const;
const vendors = ['Cisco', 'Aruba', 'Juniper', 'MikroTik', 'Snom'];

/** Services of a host with ten thousand devices of five checks each, at three hundred sites. */
function largeFleet(fake: FakeServices): HostServices {
  const services = twoSites(fake);
  const { current } = services.configuration;
  const [site] = [...current.sites.values()];
  const [device] = services.inventory.devices();
  const [status] = services.health.statuses();
  if (site === undefined || device === undefined || status === undefined) throw new Error('there is nothing to make a fleet of');
  const allSites = Array.from({ length: sites }, (_, at) => ({ ...site, id: `site-${at}`, title: `Office ${at}` }));
  const all = Array.from({ length: devices }, (_, at) => ({
    ...device, id: `id-${at}`, name: `device-${at}`, site: `site-${at % sites}`, kind: kinds[at % kinds.length] ?? 'switch', vendor: vendors[at % vendors.length] ?? null, addresses: [`10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`],
  }));
  const bySite = Map.groupBy(all, (one) => one.site);
  const statuses = all.flatMap((one, at) => Array.from({ length: 5 }, (_, check) => ({ ...status, device: one.id, check: `check-${check}`, state: at % 97 === 0 && check === 0 ? 'critical' as const : 'ok' as const })));
  const byDevice = Map.groupBy(statuses, (one) => one.device);
  const standing = statuses.map((one, at) => ({ device: one.device, site: all[Math.floor(at / 5)]?.site ?? '', state: one.state }));
  const standingOf = Map.groupBy(standing, ({ device: of }) => of);
  return {
    ...services,
    configuration: { ...services.configuration, current: { ...current, sites: new Map(allSites.map((one) => [one.id, one])) } },
    inventory: { ...services.inventory, devices: (filter) => (filter?.site === undefined ? all : (bySite.get(filter.site) ?? [])), find: (asked) => all.find(({ id }) => id === asked) ?? null },
    health: { ...services.health, states: (filter = {}) => (filter.device === undefined ? standing : (standingOf.get(filter.device) ?? [])), statuses: (filter = {}) => (filter.device === undefined ? statuses : (byDevice.get(filter.device) ?? [])), incidents: async () => [] },
    changes: { ...services.changes, list: async () => [] },
    recovery: { ...services.recovery, scores: () => allSites.map((one) => ({ site: one.id, score: 50, parts: [] })) },
  };
}

/** A window of somebody who is logged in, with nothing of the page kept from before. */
async function enter(services: HostServices, place: string, context: BrowserContext): Promise<void> {
  const { secret } = await services.people.add('ada', [{ role: 'viewer', at: wholeOrganization }]);
  const response = await fetch(`${place}/api/set-up`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ secret, name: 'ada', password: 'a long sentence for measures' }) });
  const [name = '', value = ''] = (response.headers.getSetCookie()[0] ?? '').split(';')[0]?.split(/=(.*)/s) ?? [];
  await context.addCookies([{ name, value, url: place }]);
}

/** Milliseconds from a key in the search box until the rows that fit are painted, for each of some searches. */
const filterTimes = `(async () => {
  const box = document.querySelector('input[role=combobox][aria-label="Search devices"]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const count = () => [...document.querySelectorAll('main output')].map((one) => one.textContent).join(' ');
  const times = [];
  for (const text of ['vendor:cisco', 'vendor:cisco state:critical', 'device-99', 'site:site-7 -kind:phone', '10.0.3']) {
    const before = count();
    const begun = performance.now();
    set.call(box, text);
    box.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => { const look = () => (count() === before ? requestAnimationFrame(look) : setTimeout(done)); look(); });
    times.push(performance.now() - begun);
  }
  return times;
})()`;

/** The console in a browser (Debian's chromium), with ten thousand devices. */
export async function consolePages(): Promise<Figure[]> {
  if (!existsSync(program)) return [];
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-console-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const services = largeFleet(new FakeServices(folder, ''));
  const log = stack.use(await EventLog.open(services));
  const web = stack.use(new Web({ services, daemon: { pid: 1, version: '1', startedAt: '' }, log, limits: connectionLimits(), listen: { address: '127.0.0.1', port: 0 } }));
  const place = `http://127.0.0.1:${(await web.listen()).port}`;
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  stack.defer(() => browser.close());
  const context = await browser.newContext();
  await enter(services, place, context);
  const overview: number[] = [];
  const whole: number[] = [];
  const filters: number[] = [];
  const works: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await context.newPage();
    const begun = performance.now();
    await page.goto(`${place}/`);
    await page.getByText('10,000', { exact: true }).waitFor();
    await page.getByRole('region', { name: 'Organization' }).getByText('300 sites').waitFor();
    overview.push(performance.now() - begun);
    const opened = performance.now();
    await page.goto(`${place}/devices`);
    await page.getByText('10,000 devices', { exact: true }).waitFor();
    whole.push(performance.now() - opened);
    const cpu = await context.newCDPSession(page);
    await cpu.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busy = async (): Promise<number> => ((await cpu.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
    const before = await busy();
    const times = await page.evaluate<number[]>(filterTimes);
    filters.push(...times);
    works.push(((await busy()) - before) / times.length);
    await page.close();
  }
  return [
    { name: 'overview, 10,000 devices at 300 sites', value: median(overview), unit: 'ms', goal: { atMost: 1_000 }, note: 'from the address to the tree' },
    { name: 'devices, all 10,000 in the page', value: median(whole), unit: 'ms', note: 'ten pages of the API, one after the other' },
    { name: 'a search over 10,000 devices', value: median(filters), unit: 'ms', goal: { atMost: 50 }, note: 'from the key to the rows' },
    { name: 'the slowest of them', value: Math.max(...filters), unit: 'ms' },
    { name: 'CPU time of a search', value: median(works), unit: 'ms', note: 'of the page’s thread, whatever else the machine does' },
  ];
}
