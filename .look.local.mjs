import { chromium } from 'playwright-core';
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
// node look.mjs BASE NAME PATH [width] [dark]
const [base, name, path, width = '1280', scheme = 'light'] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const context = await browser.newContext({ viewport: { width: Number(width), height: 800 }, colorScheme: scheme, ...(existsSync('/tmp/dev-blast/state.json') ? { storageState: '/tmp/dev-blast/state.json' } : {}) });
const page = await context.newPage();
page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) console.log('CONSOLE', m.type(), m.text().slice(0, 300)); });
page.on('pageerror', (e) => console.log('PAGEERROR', String(e).slice(0, 400)));
if (process.env.SETUP) {
  await page.goto(process.env.SETUP);
  await page.getByLabel('Password, at least 12 characters').fill('correct horse battery staple');
  await page.getByLabel('Once more').fill('correct horse battery staple');
  await page.getByRole('button', { name: 'Choose' }).click();
  await page.getByRole("navigation", {name:"Pages"}).waitFor();
  await context.storageState({ path: '/tmp/dev-blast/state.json' });
}
await page.goto(base + path);
await page.waitForTimeout(2500);
await page.screenshot({ path: `/tmp/dev-blast/shots/${name}.png`, fullPage: true });
await browser.close();
