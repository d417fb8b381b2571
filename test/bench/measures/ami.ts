import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostEvents } from '../../../core/dist/events/index.js';
import { createTransports, transportSettings } from '../../../core/dist/transports/index.js';
import { startAgent } from '../agent-process.ts';
import type { Figure } from '../figure.ts';

/** Told in rounds: what stays of one shows in the next. */
const rounds = 6;
const eventsARound = 100_000;

/** Events of a busy Asterisk through the real session in its transport thread, to a listener that wants two of five. */
export async function ami(): Promise<Figure[]> {
  await using manager = await startAgent('manager', []);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'jackfield-ami-'));
  await mkdir(join(folder.path, 'state'));
  await writeFile(join(folder.path, 'credentials.yaml'), 'pbx: { kind: ami, user: ada, secret: { plain: open-sesame } }\n');
  await using transports = createTransports({ directory: folder.path, stateDirectory: join(folder.path, 'state'), events: createHostEvents() });
  const target = { key: 'pbx', site: 'leeds', address: '127.0.0.1', settings: transportSettings({ ami: { port: manager.port, credentials: 'pbx' } }) };
  const end = new AbortController();
  const listening = transports.subscribe({ target, operation: { op: 'ami.events', names: ['Newchannel', 'Hangup'] }, timeoutMs: 3_600_000 }, end.signal)[Symbol.asyncIterator]();
  const wanted = (eventsARound / 5) * 2;
  const round = async (): Promise<{ readonly ms: number; readonly cpu: number; readonly rss: number; readonly heard: number }> => {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    manager.tell(String(eventsARound));
    let heard = 0;
    // Of what nobody takes in time the oldest go, never the last.
    for (let isOver = false; !isOver; heard += 1) {
      const { value, done } = await listening.next();
      if (done === true) throw new Error(`the session ended after ${heard} events`);
      isOver = value.includes('round over');
    }
    const { user, system } = process.cpuUsage(cpu);
    return { heard, ms: performance.now() - began, cpu: (user + system) / 1_000, rss: process.memoryUsage().rss };
  };
  // The first one opens the session, and warms up what it runs through.
  const first = await round();
  const later: (typeof first)[] = [];
  for (let number = 1; number < rounds; number += 1) later.push(await round());
  end.abort(new Error('all were heard'));
  const events = later.length * eventsARound;
  const sum = (of: 'ms' | 'cpu' | 'heard'): number => later.reduce((all, one) => all + one[of], 0);
  const mebibytes = (bytes: number): number => bytes / 1_048_576;
  return [
    { name: 'AMI events read, every one of them', value: events / (sum('ms') / 1_000), unit: '/s', goal: { atLeast: 1_667 }, note: '100,000 a minute; two of five are wanted and handed on' },
    { name: 'of those wanted, handed on', value: (sum('heard') / (later.length * (wanted + 1))) * 100, unit: '%', note: 'a listener that stays 10,000 behind loses the oldest' },
    { name: 'CPU of 1,000 events', value: sum('cpu') / (events / 1_000), unit: 'ms', note: 'transport thread and main thread; the manager is another process' },
    { name: `resident after ${eventsARound.toLocaleString('en')} events`, value: mebibytes(first.rss), unit: 'MiB' },
    { name: `resident after ${(rounds * eventsARound).toLocaleString('en')} events`, value: mebibytes(later.at(-1)?.rss ?? 0), unit: 'MiB' },
  ];
}
