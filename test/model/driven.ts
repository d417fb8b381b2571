import type { JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import { createChangeService, type ChangeDependencies, type ChangeService } from '../../core/src/changes/index.ts';
import { FakeNetwork, savingPlugin } from '../../core/src/testing/index.ts';
import { after, isOwn, partsOf, undisturbed, type Event } from './explore.ts';
import { mostLooks, operationOf } from './machine.ts';
import { begin, type ModelChange, type State, type UnsavedState, type Value, type World } from './world.ts';

const person = 'ada';

/** Where engine and model part: what happened until then, and both sides. */
export interface Disagreement {
  readonly path: readonly Event[];
  readonly model: unknown;
  readonly engine: unknown;
}

const runSchema = z.enum(['applying', 'verifying', 'kept', 'reverting', 'reverted-verified', 'reverted-unverified', 'failed-held']);
const stepSchema = z.enum(['pending', 'applied', 'verified', 'restored', 'restored-unverified', 'failed', 'untouched']).default('pending');

/** Each of the two devices stands at a site of its own. */
const siteOf = ['leeds', 'york'];
const unsavedSchema = z.object({ message: z.string().nullable() }).nullable().transform((row): UnsavedState => (row === null ? 'no' : row.message === null ? 'due' : 'failed'));

const nameOf = (step: number): string => `access-${step + 1}`;

/** Two looks at a device that is to take something back by itself are five seconds apart: there are `mostLooks` of them. */
const trialLength = '4s';
const graceMs = (mostLooks - 1) * 5_000;

/** The store's word for a trial is whether one runs. */
type Seen = Omit<World, 'trials'> & { readonly trials: readonly boolean[] };

function changeFile({ waves, maxFailures, onTrial }: ModelChange): string {
  const changes = waves.map((_, step) => ({
    device: nameOf(step), ...(onTrial[step] === true ? { resource: 'fake/system', spec: { contact: 'new' } } : { resource: 'fake/port', spec: { port: 'Gi1', alias: 'new' } }),
  }));
  return JSON.stringify({ title: 'As the model has it', trial: trialLength, waves: { sizes: new Set(waves).size === 1 ? ['100%'] : [1], soak: '1ms', atOnce: 1, maxFailures }, changes });
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
    this.#network.plugin = savingPlugin;
    this.#network.conditions = Object.fromEntries(change.saves.map((save, step) => [siteOf[step] ?? '', { save }]));
  }

  /** Through these events, and on without faults until there is nothing more to do. */
  async run(events: readonly Event[]): Promise<void> {
    const left = [...events];
    const service = createChangeService(this.#timed(this.#network.dependencies));
    const plan = await service.plan({ text: changeFile(this.#change), file: 'change.yaml', person });
    await this.#led(left, service.apply({ plan, person }));
    for (;;) {
      this.#own(left);
      const started = this.disagreement === null ? after(this.#model, 'start', this.#change) : null;
      if (started === null) return;
      if (left[0] === 'start') left.shift();
      this.#path.push('start');
      this.#model = started;
      const next: ChangeService = createChangeService(this.#timed(this.#network.restart()));
      await this.#led(left, next.recover());
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network[Symbol.asyncDispose]();
  }

  /** Time goes by on the devices as the model has it. */
  #timed(dependencies: ChangeDependencies): ChangeDependencies {
    const pass = async (): Promise<void> => {
      if (this.#model.host?.at === 'wait' && this.#model.host.looks === mostLooks) for (const step of this.#change.waves.keys()) this.#network.endTrial(nameOf(step));
    };
    return { ...dependencies, pass, graceMs };
  }

  /** What the devices do by themselves before anything else happens. */
  #own(left: Event[]): void {
    for (let event = left[0]; event !== undefined && isOwn(event); event = left[0]) {
      left.shift();
      const { what, device } = partsOf(event);
      if (what === 'over') this.#network.endTrial(nameOf(device));
      else this.#network.restartDevice(nameOf(device));
      this.#path.push(event);
      this.#model = after(this.#model, event, this.#change) ?? this.#model;
    }
  }

  /** Each operation of the work is compared, and ends as the next event says. */
  async #led(left: Event[], work: Promise<unknown>): Promise<void> {
    this.#network.fault = (kind, _number, id) => {
      this.#own(left);
      const { host } = this.#model;
      const expected = host === null ? null : operationOf(host);
      const device = id === '' ? null : this.#change.waves.findIndex((_, step) => `id-${nameOf(step)}` === id);
      this.#compare({ operation: expected, world: seen(this.#model.world) }, { operation: { kind, device }, world: this.#world() });
      if (this.disagreement !== null || host === null) return null;
      const natural = undisturbed(this.#model, this.#change);
      const event = left.length === 0 || left[0] === 'start' ? natural : (left.shift() ?? natural);
      const fault = event === 'start' || isOwn(event) ? null : event;
      // A push counts when the device heard of it.
      if (kind === 'apply' && fault !== 'before' && fault !== 'crash-before' && fault !== 'lie') this.#pushes[device ?? 0] = (this.#pushes[device ?? 0] ?? 0) + 1;
      this.#path.push(fault);
      this.#model = after(this.#model, fault, this.#change) ?? this.#model;
      return fault;
    };
    await Promise.allSettled([work]);
    this.#compare({ operation: null, world: this.#model.host === null ? seen(this.#model.world) : 'has more to do' }, { operation: null, world: this.#world() });
  }

  #compare(model: unknown, engine: unknown): void {
    this.compared += 1;
    if (this.disagreement === null && JSON.stringify(model) !== JSON.stringify(engine)) this.disagreement = { path: [...this.#path], model, engine };
  }

  /** Devices and store as the model has them. */
  #world(): Seen {
    const { database } = this.#network;
    const rows = database.prepare('SELECT touched, state FROM change_step ORDER BY position').all();
    const [run] = database.prepare('SELECT state FROM change_run').all();
    const held = new Set(database.prepare('SELECT device FROM change_lease WHERE change_id IS NOT NULL').all().map((row) => row['device']));
    const names = this.#change.waves.map((_, step) => nameOf(step));
    const ofStep = <Found>(name: string, of: (resource: string, key: JsonObject) => Found): Found => (this.#change.onTrial[names.indexOf(name)] === true ? of('system', {}) : of('port', { port: 'Gi1' }));
    const valueOf = (state: JsonObject | null): Value => (state?.['half'] === true ? 'half' : state?.['alias'] === 'new' || state?.['contact'] === 'new' ? 'new' : 'old');
    return {
      devices: names.map((name) => valueOf(ofStep(name, (resource, key) => this.#network.state(name, resource, key)))),
      cut: names.map((name) => this.#network.cutOff.has(`id-${name}`)),
      pushes: [...this.#pushes],
      leases: names.map((name) => held.has(`id-${name}`)),
      run: run === undefined ? null : runSchema.parse(run['state']),
      touched: names.map((_, position) => rows[position]?.['touched'] === 1),
      steps: names.map((_, position) => stepSchema.parse(rows[position]?.['state'])),
      startups: names.map((name) => valueOf(ofStep(name, (resource, key) => this.#network.startup(name, resource, key)))),
      unsaved: names.map((name) => unsavedSchema.parse(database.prepare('SELECT message FROM change_save WHERE device = ?').get(`id-${name}`) ?? null)),
      trials: names.map((name) => this.#network.isOnTrial(name)),
    };
  }
}

/** What can be seen of the model's world from outside, in the order in which it is compared. */
function seen({ trials, ...world }: World): Seen {
  return { ...world, trials: trials.map((trial) => trial === 'armed') };
}
