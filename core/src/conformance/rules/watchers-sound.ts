import { setTimeout as delay } from 'node:timers/promises';
import { watchEventSchema } from '../../plugins/index.ts';
import type { TestHost } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { heardEvents } from '../heard-events.ts';
import { short } from '../pushing.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { endOf, graceMs, lookMs, untilListening, watchings, type Watching } from '../watching.ts';

/** Events that go wrong for each mutation of an answer: they cost less. */
const eventsEach = 5;
/** Looks in a row without any news, after which a watcher is taken to be through with what it heard. */
const quietLooks = 8;

async function untilQuiet(host: TestHost, watching: Watching, isFed: () => boolean): Promise<void> {
  let [quiet, seen] = [0, host.told.length];
  for (let waitedMs = 0; quiet < quietLooks && waitedMs < graceMs && endOf(host, watching) === null; waitedMs += lookMs) {
    await delay(lookMs);
    quiet = isFed() && host.told.length === seen ? quiet + 1 : 0;
    seen = host.told.length;
  }
}

/** What the host would leave out of what it told, and hints at checks that are not there. */
function invalid({ told, plugin }: TestHost): string | null {
  for (const event of told) {
    const parsed = watchEventSchema.safeParse(event);
    if (!parsed.success) return `tells ${short(event)}, which is not valid: ${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`;
    if (/^\s*$|[\r\n]/.test(parsed.data.summary)) return `tells ${short(event)}, whose summary is not one line`;
    const stray = parsed.data.hints?.find((hint) => !Object.hasOwn(plugin.manifest.contributes.checks, hint));
    if (stray !== undefined) return `hints at the check ${stray}, which the plugin does not have`;
  }
  return null;
}

/** Makes events in place of the device, then is silent; answers whether all were taken. */
function feed(host: TestHost, count: number): () => boolean {
  let fed = false;
  host.events = async function* (operation, signal) {
    for (const event of heardEvents(operation, count)) {
      if (signal.aborted) return;
      yield event;
    }
    fed = true;
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  };
  return () => fed;
}

/** Runs a watcher on made events, or on what its device says by itself, and ends it. */
async function watched(subject: Subject, watching: Watching, count: number): Promise<string | null> {
  await using host = await subject.open();
  const isFed = count === 0 ? () => true : feed(host, count);
  const watch = await host.watch(watching.watcher, watching.device);
  await untilListening(host, watching);
  await untilQuiet(host, watching, isFed);
  const end = endOf(host, watching);
  const closed = await endingOf(watch[Symbol.asyncDispose]());
  for (let waitedMs = 0; host.owed > 0 && waitedMs < graceMs; waitedMs += lookMs) await delay(lookMs);
  if (end !== null) return `ends ${count === 0 ? 'while nothing happens' : 'on what it hears'}: ${end}`;
  if (closed.kind !== 'answer') return closed.kind === 'outcome' ? closed.error.message : closed.message;
  return host.owed > 0 ? `still runs ${graceMs} ms after it was ended` : invalid(host);
}

export const watchersSound: Rule = {
  id: 'watchers-sound',
  tier: 'silver',
  about: 'device',
  title: 'A watcher listens until it is ended, whatever it hears',
  page: {
    why: 'A watcher that a single broken trap ends hears nothing until it is started again, and what happens meanwhile is seen a check\'s interval later. One that goes on after its end is there twice from then on.',
    checked: 'Each watcher runs on each device that speaks its transport. In silence it must neither return nor throw, and within 500 ms after it is ended nothing of it may still run. Then it hears the usual events, and hundreds that went wrong: objects missing, doubled, of other types, at the edges of their types, not text. It must go on, and what it tells must be valid: name, one line of summary, plain data, and hints only at checks that the plugin has.',
    example: 'Take each event by itself, leave out what does not fit, and pass the signal on.',
    listing: [
      'for await (const trap of snmp.traps(signal)) {',
      '  const event = eventOf(trap);                       // null for what this plugin does not know',
      '  if (event !== null) emit(event);',
      '}',
    ],
    exempt: null,
  },
  async try(subject, { mutations }) {
    const findings: Finding[] = [];
    const all = watchings(subject);
    for (const watching of all) {
      const message = (await watched(subject, watching, 0)) ?? (await watched(subject, watching, mutations * eventsEach));
      if (message !== null) findings.push({ of: watching.of, message });
    }
    return { tried: all.length * (1 + mutations * eventsEach), findings };
  },
};
