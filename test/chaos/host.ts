import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Change } from '../../core/src/changes/index.ts';
import { openHost, type Host } from './open-host.ts';
import { hostArgumentsSchema, orderSchema, type Known, type Said } from './orders.ts';

// It recovers, says what it found, and then does as it is told.
const options = hostArgumentsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const person = 'ann';
const say = (said: Said): void => void process.stdout.write(`${JSON.stringify(said)}\n`);
const isCoded = (error: unknown): error is Error & { readonly code: string } => error instanceof Error && 'code' in error && typeof error.code === 'string';

/** The threads of store and transports in the order of their start, so that they can be ended from outside. */
const threads: Worker[] = [];
Worker.prototype.postMessage = new Proxy(Worker.prototype.postMessage, {
  apply(post, worker: Worker, args) {
    if (!threads.includes(worker)) threads.push(worker);
    return Reflect.apply(post, worker, args);
  },
});

const host: Host = await openHost(options).catch((error: unknown) => {
  say({ said: 'refused', code: isCoded(error) ? error.code : '', message: error instanceof Error ? error.message : String(error) });
  process.exit(3);
});
const { store, changes, inventory, audit, plugins } = host;

const shown = ({ unsaved, ...change }: Change): Known['changes'][number] => ({ ...change, ...(unsaved === undefined ? {} : { unsaved: [...unsaved] }), message: change.message ?? null, steps: change.steps.map(({ device, ...step }) => ({ ...step, device: inventory.find(device)?.name ?? device })) });

async function known(): Promise<Known> {
  const [row] = await store.read({ sql: 'SELECT count(*) AS held FROM change_lease WHERE change_id IS NOT NULL' });
  return { changes: (await changes.list()).filter(({ unsaved }, at) => at < 3 || unsaved !== undefined).map(shown), leases: Number(row?.['held']) };
}

/** Does the work, counting its writes and the time that it takes. */
async function undertake(work: () => Promise<Change>): Promise<void> {
  const begin = performance.now();
  say({ said: 'begun' });
  try {
    const change = shown(await work());
    say({ said: 'ended', change, error: null, writes: store.writes, ms: performance.now() - begin });
  } catch (error) {
    say({ said: 'ended', change: null, error: error instanceof Error ? `${error.message}${isCoded(error) ? ` (${error.code})` : ''}` : String(error), writes: store.writes, ms: performance.now() - begin });
  }
}

async function obey(line: string): Promise<void> {
  const order = orderSchema.parse(JSON.parse(line));
  switch (order.do) {
    case 'discover':
      await host.discover();
      return say({ said: 'done' });
    case 'change': {
      store.begin(order.killAt);
      const plan = await changes.plan({ text: order.text, file: 'change.yaml', person });
      return undertake(() => changes.apply({ plan, person }));
    }
    case 'undo': {
      store.begin(order.killAt);
      const [kept] = await changes.list();
      return undertake(() => changes.undo({ change: kept?.id ?? '', person }));
    }
    case 'break':
      if (order.what === 'store') await threads[0]?.terminate();
      else if (order.what === 'transports') await threads[1]?.terminate();
      else for (const { pid } of await plugins.status()) if (pid !== null) process.kill(pid, 'SIGKILL');
      return say({ said: 'done' });
    case 'clock':
      host.clockMs += order.byMs;
      return say({ said: 'done' });
    case 'look':
      // A thread of the store that ended is started again after a second.
      while (!(await known().then(() => true, () => false))) await delay(100);
      return say({ said: 'state', auditBroken: await audit.verify(), ...(await known()) });
    default:
      order satisfies never;
  }
}

await changes.recover();
say({ said: 'up', writes: store.writes, ...(await known()) });
for await (const line of createInterface({ input: process.stdin })) {
  obey(line).catch((error: unknown) => say({ said: 'ended', change: null, error: error instanceof Error ? error.message : String(error), writes: store.writes, ms: 0 }));
}
await host[Symbol.asyncDispose]();
