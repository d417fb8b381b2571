import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { EventListener } from './event-listener.ts';
import { SmallHost } from './small-host.ts';

let host: SmallHost;
let place: string;
let token: string;
let login: { readonly [header: string]: string };

beforeAll(async () => {
  host = await SmallHost.start();
  ({ place } = host);
  token = await host.token('admin', 'organization');
  login = await host.login('ada');
});
afterAll(async () => host[Symbol.asyncDispose]());

const problemSchema = z.object({ code: z.string().optional() });

/** One write, sent with the same key until the host has answered; whether it was told that it is done. */
async function insist(method: string, path: string, body: object, writer: number, key: string): Promise<'done' | 'came already'> {
  for (;;) {
    // As if by a reverse proxy: each writer has a pace of its own.
    const headers = { ...login, 'content-type': 'application/json', 'idempotency-key': key, 'x-forwarded-for': `10.9.${writer}.1` };
    const answer = await fetch(`${place}/api${path}`, { method, headers, body: JSON.stringify(body) }).then(async (one) => ({ status: one.status, text: await one.text() })).catch(() => null);
    if (answer?.status === 200) return 'done';
    if (answer !== null) {
      const { code } = problemSchema.parse(JSON.parse(answer.text));
      if (code === 'JF8413') return 'came already';
      // Between its end and its exit the host may say that it is not ready.
      if (answer.status !== 503) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    }
    await delay(20);
  }
}

async function read(path: string): Promise<unknown> {
  const answer = await fetch(`${place}/api${path}`, { headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': '10.9.99.1' } });
  return answer.json();
}

test('ended and killed under load: what was accepted is there once, and who listens hears everything once', async () => {
  const done = new Map<string, 'done' | 'came already'>();
  await using listener = await EventListener.open(place, token);
  const enough = new AbortController();
  const writer = async (number: number): Promise<void> => {
    for (let at = 0; !enough.signal.aborted; at += 1) {
      const name = `w${number}n${at}`;
      const isPerson = number % 2 === 0;
      done.set(name, isPerson
        ? await insist('POST', '/people', { name, role: 'viewer', at: 'site:leeds' }, number, name)
        : await insist('PUT', '/configuration/keys', { at: 'site:leeds', set: [{ key: `variables.${name}`, value: at }] }, number, name));
    }
  };
  const writers = Promise.all([0, 1, 2, 3].map(writer));
  const more = async (count: number): Promise<void> => {
    const from = done.size;
    await Promise.race([writers, vi.waitFor(() => expect(done.size).toBeGreaterThanOrEqual(from + count), { timeout: 60_000, interval: 10 })]);
  };
  await more(12);
  await host.daemon.stop();
  await host.begin();
  await more(12);
  await host.daemon.kill();
  await host.begin();
  await more(12);
  enough.abort();
  await writers;

  const accepted = [...done].filter(([, how]) => how === 'done').map(([name]) => name);
  // A kill leaves at most one write of each writer in doubt, and the host says so.
  expect(done.size - accepted.length).toBeLessThanOrEqual(8);
  const people = z.array(z.object({ name: z.string() })).parse(await read('/people')).map(({ name }) => name);
  const { text } = z.object({ text: z.string() }).parse(await read('/configuration/file?file=sites%2Fleeds.yaml'));
  const keys = [...text.matchAll(/\b(w\d+n\d+):/g)].map(([, name = '']) => name);
  const there = [...people, ...keys];
  expect(accepted.filter((name) => there.filter((one) => one === name).length !== 1)).toEqual([]);
  // Nor was anything done twice on the way.
  const { records, verified, brokenAt } = z.object({ verified: z.boolean(), brokenAt: z.int().nullable(), records: z.array(z.object({ detail: z.string() })) }).parse(await read('/audit?limit=1000&verify=true'));
  expect(accepted.filter((name) => records.filter(({ detail }) => new RegExp(`\\b${name}\\b`).test(detail)).length !== 1)).toEqual([]);
  expect({ verified, brokenAt }).toEqual({ verified: true, brokenAt: null });

  const whole = await listener.again();
  // How many there are hangs on how many writes shared a reload.
  expect(whole.length).toBeGreaterThan(4);
  await vi.waitFor(() => expect(listener.heard.at(-1)).toBeGreaterThanOrEqual(whole.at(-1) ?? 0), { timeout: 10_000 });
  expect(listener.heard.slice(0, whole.length)).toEqual(whole);
  expect(listener.missed).toBe(0);
}, 150_000);
