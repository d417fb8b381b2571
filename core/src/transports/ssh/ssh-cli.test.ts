import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startProgress } from '../testing/operations.ts';
import { typeLines } from './ssh-cli.ts';

/** A channel to a device: what it says to each line that it hears, cut into pieces. */
class Device extends Duplex {
  readonly stderr = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  readonly heard: string[] = [];
  readonly #answer: (typed: string) => string | null;
  readonly #cut: (text: string) => readonly string[];
  #line = '';
  #pages: string[] = [];

  constructor(greeting: string, answer: (typed: string) => string | null, cut: (text: string) => readonly string[] = (text) => [text]) {
    super();
    this.#answer = answer;
    this.#cut = cut;
    this.#say(greeting);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    for (const key of chunk.toString()) {
      const page = this.#pages.shift();
      if (page !== undefined) {
        this.#say(key === 'q' ? '\r          \rsw1#' : page);
        if (key === 'q') this.#pages = [];
      } else if (key === '\n') {
        const line = this.#line;
        this.#line = '';
        this.heard.push(line);
        const said = this.#answer(line);
        if (said === null) this.destroy();
        else {
          const [first = '', ...pages] = said.split('\f');
          this.#pages = pages;
          this.#say(`${line}\r\n${first}`);
        }
      } else this.#line += key;
    }
    done();
  }

  #say(text: string): void {
    for (const piece of this.#cut(text)) this.push(piece);
  }
}

const run = (device: Device, lines: readonly string[], maxBytes?: number) => {
  const progress = startProgress();
  return typeLines(device, lines, maxBytes, progress).finally(() => progress[Symbol.dispose]());
};

test('echoes, pages and prompts are taken out, however the text arrives', async () => {
  const table = 'Port  Load\r\n#####\r\nGi1   100%\r\nmore or less >\r\n';
  const said = `${table} --More-- \f\r          \rGi2   7%\r\n -- MORE --, next page: Space\f\u001b[2KGi3   \u001b[1m9%\u001b[0m\r\nsw1#`;
  await fc.assert(fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 1, max: 40 })), async (sizes) => {
    const cut = (text: string): string[] => {
      const pieces: string[] = [];
      for (let at = 0; at < text.length;) {
        const size = Number(sizes.next().value);
        pieces.push(text.slice(at, at + size));
        at += size;
      }
      return pieces;
    };
    const device = new Device('\r\nWelcome to the lab\r\n\r\nsw1#', (line) => (line === 'configure' ? 'sw1(config)#' : said), cut);
    expect(await run(device, ['configure', 'show load'])).toEqual({ code: null, signal: null, stderr: '', truncated: false, stdout: 'Port  Load\n#####\nGi1   100%\nmore or less >\nGi2   7%\nGi3   9%\n' });
    expect(device.heard).toEqual(['configure', 'show load']);
  }), { numRuns: 60 });
});

test.each(['sw1>', 'sw1# ', '<core>', 'admin@fw> ', '[admin@router] > ', 'sw1(config-if)#', 'user@box:~$ '])('%s is a prompt', async (prompt) => {
  const other = prompt.replace('<core>', '[core]');
  expect(await run(new Device(prompt, () => `it is so\r\n${other}`), ['show'])).toMatchObject({ stdout: 'it is so\n' });
});

test('more than the cap is dropped, and pages are left', async () => {
  const pages = Array.from({ length: 50 }, () => `${'x'.repeat(78)}\r\n --More-- `).join('\f\r          \r');
  const device = new Device('sw1#', () => pages);
  const { stdout, truncated } = await run(device, ['show all'], 200);
  expect(truncated).toBe(true);
  expect(stdout.length).toBeLessThanOrEqual(200);
  expect(device.heard).toEqual(['show all']);
});

test('half an answer is none, and a second password is not typed', async () => {
  await expect(run(new Device('sw1#', () => null), ['show'])).rejects.toMatchObject({ kind: 'Unreachable' });
  await expect(run(new Device('sw1>', () => 'Password: '), ['enable'])).rejects.toMatchObject({ kind: 'AuthFailed' });
});
