import { z } from 'zod';
import { createChangeService, type ChangeService } from '../../core/src/changes/index.ts';
import { FakeNetwork } from '../../core/src/testing/index.ts';
import { after, type Event } from './explore.ts';
import { operationOf } from './machine.ts';
import { begin, type ModelChange, type State, type Value, type World } from './world.ts';

const person = 'ada';

/** Where engine and model part: what happened until then, and both sides. */
export interface Disagreement {
  readonly path: readonly Event[];
  readonly model: unknown;
  readonly engine: unknown;
}

const runSchema = z.enum(['applying', 'verifying', 'kept', 'reverting', 'reverted-verified', 'reverted-unverified', 'failed-held']);
const stepSchema = z.enum(['pending', 'applied', 'verified', 'restored', 'restored-unverified', 'failed', 'untouched']).default('pending');

const nameOf = (step: number): string => `access-${step + 1}`;

function changeFile({ waves, maxFailures }: ModelChange): string {
  const changes = waves.map((_, step) => ({ device: nameOf(step), resource: 'fake/port', spec: { port: 'Gi1', alias: 'new' } }));
  return JSON.stringify({ title: 'As the model has it', waves: { sizes: new Set(waves).size === 1 ? ['100%'] : [1], soak: '1ms', atOnce: 1, maxFailures }, changes });
}

/** The engine itself on devices in memory, led through the same events as the model and compared with it at every operation. */
export class DrivenEngine implements AsyncDisposable {
  readonly #network = new FakeNetwork();
  readonly #change: ModelChange;
  #model: State;
  #path: Event[] = [];
  readonly #pushes: number[];
  /** The first place where they part. */
  disagreement: Disagreement | null = null;
  /** Operations at which they were compared. */
  compared = 0;

  constructor(change: ModelChange) {
    this.#change = change;
    this.#model = begin(change);
    this.#pushes = change.waves.map(() => 0);
  }

  /** Through these events, and on without faults until there is nothing more to do. */
  async run(events: readonly Event[]): Promise<void> {
    const left = [...events];
    const service = createChangeService(this.#network.dependencies);
    const plan = await service.plan({ text: changeFile(this.#change), file: 'change.yaml', person });
    await this.#led(left, service.apply({ plan, person }));
    for (;;) {
      const started = this.disagreement === null ? after(this.#model, 'start', this.#change) : null;
      if (started === null) return;
      if (left[0] === 'start') left.shift();
      this.#path.push('start');
      this.#model = started;
      const next: ChangeService = createChangeService(this.#network.restart());
      await this.#led(left, next.recover());
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network[Symbol.asyncDispose]();
  }

  /** Each operation of the work is compared, and ends as the next event says. */
  async #led(left: Event[], work: Promise<unknown>): Promise<void> {
    this.#network.fault = (kind, _number, id) => {
      const { host } = this.#model;
      const expected = host === null ? null : operationOf(host);
      const device = id === '' ? null : this.#change.waves.findIndex((_, step) => `id-${nameOf(step)}` === id);
      this.#compare({ operation: expected, world: this.#model.world }, { operation: { kind, device }, world: this.#world() });
      if (this.disagreement !== null || host === null) return null;
      const event = left[0] === 'start' ? null : (left.shift() ?? null);
      const fault = event === 'start' ? null : event;
      // A push counts when the device heard of it.
      if (kind === 'apply' && fault !== 'before' && fault !== 'crash-before' && fault !== 'lie') this.#pushes[device ?? 0] = (this.#pushes[device ?? 0] ?? 0) + 1;
      this.#path.push(fault);
      this.#model = after(this.#model, fault, this.#change) ?? this.#model;
      return fault;
    };
    await Promise.allSettled([work]);
    this.#compare({ operation: null, world: this.#model.host === null ? this.#model.world : 'has more to do' }, { operation: null, world: this.#world() });
  }

  #compare(model: unknown, engine: unknown): void {
    this.compared += 1;
    if (this.disagreement === null && JSON.stringify(model) !== JSON.stringify(engine)) this.disagreement = { path: [...this.#path], model, engine };
  }

  /** Devices and store as the model has them. */
  #world(): World {
    const { database } = this.#network;
    const rows = database.prepare('SELECT touched, state FROM change_step ORDER BY position').all();
    const [run] = database.prepare('SELECT state FROM change_run').all();
    const held = new Set(database.prepare('SELECT device FROM change_lease WHERE change_id IS NOT NULL').all().map((row) => row['device']));
    const names = this.#change.waves.map((_, step) => nameOf(step));
    return {
      devices: names.map((name): Value => {
        const state = this.#network.state(name, 'port', { port: 'Gi1' });
        return state['half'] === true ? 'half' : state['alias'] === 'new' ? 'new' : 'old';
      }),
      pushes: [...this.#pushes],
      leases: names.map((name) => held.has(`id-${name}`)),
      run: run === undefined ? null : runSchema.parse(run['state']),
      touched: names.map((_, position) => rows[position]?.['touched'] === 1),
      steps: names.map((_, position) => stepSchema.parse(rows[position]?.['state'])),
    };
  }
}
