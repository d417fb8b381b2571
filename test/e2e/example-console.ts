import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { vi } from 'vitest';
import { Daemon } from '../docs/daemon.ts';

const require = createRequire(import.meta.url);
const password = 'a long sentence for tests';

/** The example with its console: people, and where it is. */
export class ExampleConsole implements AsyncDisposable {
  readonly daemon: Daemon;
  readonly place: string;

  private constructor(daemon: Daemon, place: string) {
    this.daemon = daemon;
    this.place = place;
  }

  /** All devices of the example are found before it is given away. `prepare` alters its files first. */
  static async start(network: `127.${number}`, prepare: (daemon: Daemon) => Promise<void> = async () => {}): Promise<ExampleConsole> {
    await using stack = new AsyncDisposableStack();
    const daemon = stack.use(await Daemon.onExample(network));
    await prepare(daemon);
    daemon.start();
    const place = await vi.waitFor(() => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(daemon.told) ?? [];
      if (found === undefined) throw new Error(`the daemon says not where its console is: ${daemon.told}`);
      return found;
    }, { timeout: 50_000 });
    await daemon.run(['discover']);
    stack.move();
    return new ExampleConsole(daemon, place);
  }

  /** Adds a person, who opens the set-up link in this window, chooses a password and is logged in. */
  async enter(page: Page, name: string, role: string, at: string): Promise<void> {
    const { output } = await this.daemon.run(['people', 'add', name, '--role', role, '--at', at]);
    // The configuration says port 0, for any free one; the link can only say that.
    const link = /\/set-up#\S+/.exec(output)?.[0];
    if (link === undefined) throw new Error(`no link: ${output}`);
    await page.goto(`${this.place}${link}`);
    await page.getByLabel('Password, at least 12 characters').fill(password);
    await page.getByLabel('Once more').fill(password);
    await page.getByRole('button', { name: 'Choose' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.daemon[Symbol.asyncDispose]();
  }
}

interface Violation {
  readonly rule: string;
  readonly help: string;
  readonly where: readonly string[];
}

/** What axe finds against WCAG 2.2 AA on the page as it stands. */
export async function violationsOf(page: Page): Promise<readonly Violation[]> {
  // Not by a script tag: the page takes none that is not its own, and axe is looking at that page.
  const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  return page.evaluate<readonly Violation[]>(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    .then(({ violations }) => violations.map(({ id, help, nodes }) => ({ rule: id, help, where: nodes.map(({ html }) => html) })))`);
}
