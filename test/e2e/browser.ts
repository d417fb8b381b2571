import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { root } from '../docs/daemon.ts';

const program = '/usr/bin/chromium';
/** Debian's package `chromium`. */
export const hasBrowser = existsSync(program);
if (!hasBrowser && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('chromium is missing');

/** Pictures of what was seen, for people to look at: kept until the same journey is made again. */
const pictures = join(process.env['JACKFIELD_ARTEFACTS'] ?? join(root, 'test-results'), 'pictures');

export interface WindowOptions {
  readonly width?: number;
  readonly dark?: boolean;
}

/** A real browser; what its pages complain about is kept, and none should. */
export class TestBrowser implements AsyncDisposable {
  readonly #browser: Browser;
  readonly complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<TestBrowser> {
    // The sandbox of the browser is for pages of strangers, and does not run as root; these pages are ours.
    return new TestBrowser(await chromium.launch({ executablePath: program, args: ['--no-sandbox'] }));
  }

  /** A window of somebody who was never here. */
  async window({ width = 1280, dark = false }: WindowOptions = {}): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
    const context = await this.#browser.newContext({ viewport: { width, height: 800 }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      // A refused login is an answer, and browsers write it down as an error.
      if (message.type() === 'error' && !message.text().includes('401')) this.complaints.push(message.text());
    });
    return { page, context };
  }

  /** Before their host ends: they would complain that it is away. */
  async closeWindows(): Promise<void> {
    for (const context of this.#browser.contexts()) await context.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** Keeps pictures of a journey, the whole page each or what is seen of it behind a dialog, as `JOURNEY/01-STEP.png` in the order of its steps. */
export function picturesOf(journey: string): (page: Page, step: string) => Promise<void> {
  let taken = 0;
  return async (page, step) => {
    const folder = join(pictures, journey);
    // Those of an earlier run may be of steps that are no more.
    if (taken === 0) await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    taken += 1;
    const fullPage = (await page.getByRole('dialog').count()) === 0;
    await page.screenshot({ path: join(folder, `${String(taken).padStart(2, '0')}-${step.replaceAll(' ', '-')}.png`), fullPage });
  };
}
