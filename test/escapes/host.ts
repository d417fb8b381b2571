import { createInterface } from 'node:readline';
import { superviseProcess, type Invocation, type SupervisionOptions } from '../../core/src/plugins/index.ts';

// A host with one plugin that tries to get out: attempts come as lines of JSON, what the plugin says goes back so.
interface Order {
  readonly id: string;
  readonly directory: string;
  readonly name: string;
  readonly target: { readonly [name: string]: string | number };
  readonly list: boolean;
  readonly without: NonNullable<SupervisionOptions['without']>;
  /** Leave the plugin running after its answer. */
  readonly keep: boolean;
}

const device = { id: 'd', name: 'd', site: 's', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {} };

async function attempt({ id, directory, name, target, list, without, keep }: Order): Promise<object> {
  let peak = 0;
  const plugin = superviseProcess({
    id, directory, entry: `${directory}/plugin.js`, points: {}, without, onState: () => undefined, onLog: () => undefined,
    declared: { discovery: [], checks: ['attempt'], resources: [], watchers: [], notifiers: [] },
  });
  const invocation: Invocation = { phase: 'check', kind: 'checks', name: 'attempt', device, input: {}, deadlineMs: 6_000, settings: { name, target, list } };
  const handlers = { operate: async () => 'null', subscribe: async function* () {}, log: () => undefined, watch: () => undefined };
  const weigh = setInterval(() => void plugin.facts().then(({ pssBytes }) => (peak = Math.max(peak, pssBytes ?? 0))), 100);
  let said: object;
  try {
    // Its start is no part of an attempt: what was never made is not contained.
    await plugin.activate('escape');
  } catch (error) {
    await plugin[Symbol.asyncDispose]();
    clearInterval(weigh);
    return { notMade: error instanceof Error ? error.message : String(error) };
  }
  try {
    said = { said: await plugin.invoke(invocation, handlers, 'escape') };
  } catch (error) {
    said = { error: error instanceof Error ? error.message : String(error) };
  }
  clearInterval(weigh);
  const { pid, fences } = await plugin.facts();
  if (!keep) await plugin[Symbol.asyncDispose]();
  return { ...said, peak, pid, fences };
}

// What a host that opened its inspector would be doing shows on its standard error.
for await (const line of createInterface({ input: process.stdin })) {
  const order: Order = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await attempt(order))}\n`);
}
