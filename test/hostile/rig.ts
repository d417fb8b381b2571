import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { vi } from 'vitest';
import { superviseProcess, type Invocation, type InvocationHandlers, type PluginCrash, type SupervisedPlugin } from '../../core/src/plugins/index.ts';

export interface Rig extends AsyncDisposable {
  readonly plugin: SupervisedPlugin;
  readonly states: string[];
  readonly log: string[];
  /** What is known of each process that ended badly. */
  readonly crashes: PluginCrash[];
  attack(options?: { readonly deadlineMs?: number; readonly settings?: { readonly [key: string]: string }; readonly signal?: AbortSignal }): Promise<unknown>;
}

const device = {
  id: 'd1', name: 'switch-1', site: 'leeds', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {},
};

/** Starts nothing yet: a plugin of test/hostile/plugins, supervised. */
export function hostile(name: string, check = 'attack', operate?: InvocationHandlers['operate'], devices = 0): Rig {
  const directory = join(import.meta.dirname, 'plugins', name);
  const states: string[] = [];
  const log: string[] = [];
  const crashes: PluginCrash[] = [];
  const handlers: InvocationHandlers = {
    operate: operate ?? (async () => '{"sent":3,"received":3,"rttMs":null}'),
    subscribe: async function* () {},
    log: (_level, message) => log.push(message),
    watch: () => undefined,
  };
  const plugin = superviseProcess({
    id: name, directory, entry: join(directory, 'plugin.js'), points: {},
    declared: { discovery: [], checks: [check], resources: [], watchers: [], notifiers: [] },
    devices: () => devices,
    onState: (_from, to) => states.push(to),
    onLog: (_level, message) => log.push(message),
    onCrash: (crash) => crashes.push(crash),
  });
  return {
    plugin, states, log, crashes,
    attack: async ({ deadlineMs = 20_000, settings = {}, signal } = {}) => {
      const invocation: Invocation = { phase: 'check', kind: 'checks', name: check, device, settings, input: {}, deadlineMs };
      return plugin.invoke(invocation, handlers, 'test', signal);
    },
    [Symbol.asyncDispose]: async () => plugin[Symbol.asyncDispose](),
  };
}

/** A plugin that behaves, called all the time: what it has to say about its answers is the proof of containment. */
export class Neighbour implements AsyncDisposable {
  readonly #rig = hostile('neighbour', 'steady');
  readonly #stop = new AbortController();
  readonly failures: unknown[] = [];
  answers = 0;
  #running: Promise<void> = Promise.resolve();

  async start(): Promise<void> {
    await this.#rig.attack();
    this.#running = this.#run();
  }

  /** Resolves when one more call was answered; throws when any call so far was not. */
  async answersAgain(): Promise<void> {
    const before = this.answers;
    await vi.waitFor(() => assert.ok(this.answers > before));
    assert.deepEqual(this.failures, []);
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      // Far above what an answer takes, far below what a blocked host would take.
      await this.#rig.attack({ deadlineMs: 2_000 }).then(() => (this.answers += 1), (error: unknown) => this.failures.push(error));
      await delay(50, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#rig[Symbol.asyncDispose]();
  }
}
