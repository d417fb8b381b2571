import { randomUUID } from 'node:crypto';
import type { Audit, AuditChange } from '../access/index.ts';
import type { HostEventMap, HostEvents } from '../events/index.ts';
import { editKeys, saidAt, type ConfigurationService, type EditLayer, type KeyEdit } from '../sites/index.ts';
import type { Store } from '../store/index.ts';
import { rolloutEmpty, rolloutOver, rolloutUnknown } from './errors.ts';
import { putBack } from './put-back.ts';
import type { Rollout, RolloutOrder, RolloutService, RolloutWord } from './rollout-service.ts';
import { RolloutStore, type StoredRollout, type StoredSite } from './rollout-store.ts';
import { SiteHealth, type SiteHealthNeeds } from './site-health.ts';

export interface RolloutNeeds extends SiteHealthNeeds {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly configuration: Pick<ConfigurationService, 'current' | 'write'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly events: HostEvents;
  readonly now?: () => Date;
}

/** How often it is looked whether a wave has soaked. */
const everyMs = 5_000;
/** How long an undo that could not write a site is left before it is tried again. */
const undoAgainMs = 60_000;

export function createRollouts(needs: RolloutNeeds): RolloutService {
  return new Rollouts(needs);
}

class Rollouts implements RolloutService {
  readonly #needs: RolloutNeeds;
  readonly #store: RolloutStore;
  readonly #health: SiteHealth;
  readonly #closing = new AbortController();
  readonly #now: () => Date;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  /** Whether the clock's own turn has not ended. */
  #isAdvancing = false;
  /** Words of people that wait for their turn. */
  #words = 0;
  /** When an undo failed last, by rollout. */
  readonly #undoFailed = new Map<string, number>();

  constructor(needs: RolloutNeeds) {
    this.#needs = needs;
    this.#store = new RolloutStore(needs.store);
    this.#health = new SiteHealth(needs);
    this.#now = needs.now ?? (() => new Date());
  }

  start(): void {
    // A store that is full for a while, a health that closes: the next round tries again.
    this.#timer = setInterval(() => void this.advance().catch(() => undefined), everyMs);
    this.#timer.unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    await this.#turn;
  }

  async list(): Promise<readonly Rollout[]> {
    return (await this.#store.list()).map(shown);
  }

  async find(id: string): Promise<Rollout | null> {
    const found = await this.#store.find(id);
    return found === null ? null : shown(found);
  }

  begin(order: RolloutOrder): Promise<Rollout> {
    return this.#nextInTurn(async () => {
      const waves = order.waves.filter((wave) => wave.length > 0);
      if (waves.length === 0 || order.set.length + order.unset.length === 0) throw rolloutEmpty('there is nothing to roll out, or nowhere to');
      const fresh: StoredRollout = {
        id: randomUUID(), title: order.title, person: order.person, begun: this.#now().toISOString(), ended: null, state: 'running', why: null, set: order.set.map((one) => ({ ...one })), unset: [...order.unset], soakMs: order.soakMs, wave: 0, undoneBy: null, left: [],
        waves: waves.map((wave) => wave.map((site) => ({ site, state: 'waiting', at: null, before: null, now: null, said: null, known: null }))),
      };
      await this.#save(fresh);
      try {
        return shown(await this.#writeWave(fresh));
      } catch (error) {
        // Of a first wave of several sites some may be written: then it stands there, stopped, and can be undone.
        const now = await this.#store.find(fresh.id);
        if (now !== null && now.waves[0]?.some(({ state }) => state === 'written') === true) await this.#stop(now, reason(error));
        else await this.#store.remove(fresh.id);
        throw error;
      }
    });
  }

  control(id: string, word: RolloutWord, person: string): Promise<Rollout> {
    return this.#nextInTurn(async () => {
      const found = await this.#store.find(id);
      if (found === null) throw rolloutUnknown(`there is no rollout ${id}`);
      if (!goes[word].includes(found.state)) throw rolloutOver(`${found.title} is ${found.state}`);
      return shown(await this.#controlled(found, word, person));
    });
  }

  async advance(): Promise<void> {
    if (this.#isAdvancing) return;
    this.#isAdvancing = true;
    await this.#inTurn(async () => {
      for (const rollout of await this.#store.list()) {
        if (this.#isCalledOff()) return;
        if (rollout.state === 'running') await this.#step(rollout).catch((error: unknown) => (this.#closing.signal.aborted ? undefined : this.#stop(rollout, reason(error))));
        if (rollout.state === 'undoing' && this.#now().getTime() >= (this.#undoFailed.get(rollout.id) ?? -Infinity) + undoAgainMs) await this.#undo(rollout);
      }
    }).finally(() => (this.#isAdvancing = false));
  }

  async #controlled(rollout: StoredRollout, word: RolloutWord, person: string): Promise<StoredRollout> {
    const ended = this.#now().toISOString();
    if (word === 'pause') return this.#save({ ...rollout, state: 'paused' });
    if (word === 'abort') return this.#save({ ...rollout, state: 'aborted', ended });
    if (word === 'resume') {
      // What is bad by now was looked at: it does not count again.
      const again = (site: StoredSite): StoredSite => (site.state === 'worse' || site.state === 'written' ? { ...site, state: 'written', known: this.#health.known(site.site).known, at: ended } : site);
      return this.#save({ ...rollout, state: 'running', why: null, waves: rollout.waves.map((wave) => wave.map(again)) });
    }
    return this.#undo(await this.#save({ ...rollout, state: 'undoing', ended: null, why: null, undoneBy: person }));
  }

  /** Puts back site by site; what cannot be written does not keep the others, and is tried again until all is put back. */
  async #undo(rollout: StoredRollout): Promise<StoredRollout> {
    let now = rollout;
    const failed: string[] = [];
    for (const site of rollout.waves.flat().filter(({ said, state }) => said !== null && state !== 'put-back')) {
      if (now !== rollout && this.#isCalledOff()) return now;
      try {
        const { edits, left } = await putBack(this.#needs.configuration, rollout, site);
        if (edits.length > 0) await this.#edit(site.site, edits, rollout.undoneBy ?? rollout.person, `undo of ${rollout.title}`, rollout.why);
        now = await this.#save(withSite({ ...now, left: [...now.left, ...left] }, { ...site, state: 'put-back' }));
      } catch (error) {
        failed.push(`${site.site}: ${reason(error)}`);
      }
    }
    const why = [...failed, ...now.left].join('; ') || null;
    if (failed.length === 0) {
      this.#undoFailed.delete(rollout.id);
      return this.#save({ ...now, state: 'aborted', ended: this.#now().toISOString(), why });
    }
    this.#undoFailed.set(rollout.id, this.#now().getTime());
    return this.#save({ ...now, why });
  }

  /** Writes what the wave still lacks; once it has soaked, looks at its sites, and goes on or stops. */
  async #step(rollout: StoredRollout): Promise<void> {
    const now = await this.#writeWave(rollout);
    if (this.#isCalledOff()) return;
    const wave = now.waves[now.wave] ?? [];
    const soaked = wave.every(({ at }) => at !== null && Date.parse(at) + now.soakMs <= this.#now().getTime());
    if (soaked) for (const { site } of wave) await this.#health.look(site, () => this.#isCalledOff(), this.#closing.signal);
    if (this.#isCalledOff()) return;
    const seen = await Promise.all(wave.map(async (site) => ({ site, ...(await this.#health.worse(site.site, site.known ?? { bad: {}, plugins: [] })) })));
    const lines = seen.flatMap((one) => one.lines);
    const state = (own: readonly string[]): StoredSite['state'] => (own.length > 0 ? 'worse' : soaked ? 'healthy' : 'written');
    const judged = seen.reduce((all, { site, lines: own, troubles }) => withSite(all, { ...site, state: state(own), now: troubles }), now);
    if (lines.length > 0) return this.#stop(judged, lines.slice(0, 5).join('; '));
    if (!soaked) return void (await this.#save(judged));
    const isLast = now.wave + 1 >= now.waves.length;
    await this.#save(isLast ? { ...judged, state: 'done', ended: this.#now().toISOString() } : { ...judged, wave: now.wave + 1 });
  }

  async #writeWave(rollout: StoredRollout): Promise<StoredRollout> {
    const edits: readonly KeyEdit[] = [...rollout.set, ...rollout.unset.map((key) => ({ key, value: undefined }))];
    let now = rollout;
    for (const site of rollout.waves[rollout.wave] ?? []) {
      if (site.state !== 'waiting') continue;
      if (now !== rollout && this.#isCalledOff()) return now;
      // Before it is written: a host that dies in between knows what to put back.
      const { known, troubles } = this.#health.known(site.site);
      const said = site.said ?? (await saidAt(this.#needs.configuration, layerOf(site.site), edits.map(({ key }) => key))).map(({ key, value }) => ({ key, isSet: value !== undefined, value: value ?? null }));
      const noted: StoredSite = site.said === null ? { ...site, said, known, before: troubles } : site;
      now = await this.#save(withSite(now, noted));
      await this.#edit(site.site, edits, rollout.person, `rollout ${rollout.title}`);
      now = await this.#save(withSite(now, { ...noted, state: 'written', at: this.#now().toISOString() }));
    }
    return now;
  }

  async #edit(site: string, edits: readonly KeyEdit[], person: string, why: string, known: string | null = null): Promise<void> {
    const { configuration, audit } = this.#needs;
    const record = (outcome: 'done' | 'failed', detail: string, changed: readonly AuditChange[] = []): Promise<void> => audit.record({ person, action: 'rollout.write', plugin: null, pluginVersion: null, device: null, change: null, outcome, detail, changed });
    const shownValue = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
    try {
      const { edited } = await editKeys(configuration, layerOf(site), edits, null, person);
      await record('done', `${why}: site:${site}: ${edited.map(({ key, before, after }) => `${key}: ${shownValue(before)} → ${shownValue(after)}`).join('; ')}`, edited.map(({ key, before, after }) => ({ what: `site:${site}: ${key}`, before: before === undefined ? null : JSON.stringify(before), after: after === undefined ? null : JSON.stringify(after) })));
    } catch (error) {
      // What is tried again and again is told once.
      if (known?.includes(`${site}: ${reason(error)}`) !== true) await record('failed', `${why}: site:${site}: ${reason(error)}`);
      throw error;
    }
  }

  async #stop(rollout: StoredRollout, why: string): Promise<void> {
    const now = (await this.#store.find(rollout.id)) ?? rollout;
    // What was written meanwhile is known to the database alone; what was judged, to the caller.
    const waves = now.waves.map((wave) => wave.map((site) => rollout.waves.flat().find((one) => one.site === site.site && one.state === 'worse') ?? site));
    await this.#save({ ...now, waves, state: 'stopped', why });
  }

  async #save(rollout: StoredRollout): Promise<StoredRollout> {
    const before = await this.#store.find(rollout.id);
    await this.#store.save(rollout);
    const [was, told] = [before === null ? null : toldOf(before), toldOf(rollout)];
    if (JSON.stringify(was) !== JSON.stringify(told)) this.#needs.events.emit('rollout.state', told);
    return rollout;
  }

  /** What somebody says does not wait for all that the clock began: that ends at the next device or site, and is taken up again. */
  #nextInTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#words += 1;
    return this.#inTurn(() => {
      this.#words -= 1;
      return work();
    });
  }

  #isCalledOff(): boolean {
    return this.#words > 0 || this.#closing.signal.aborted;
  }

  /** One after the other. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = this.#turn.then(work);
    this.#turn = next.catch(() => undefined);
    return next;
  }
}

/** In which states a word makes sense. */
const goes: { readonly [Word in RolloutWord]: readonly Rollout['state'][] } = {
  pause: ['running'], resume: ['paused', 'stopped'], abort: ['running', 'paused', 'stopped', 'undoing'], undo: ['running', 'paused', 'stopped', 'done', 'undoing'],
};

const layerOf = (site: string): EditLayer => ({ level: 'site', site });
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What listeners hear of; what is looked at in between is nobody's news. */
function toldOf({ id, state, wave, waves }: StoredRollout): HostEventMap['rollout.state'] {
  return { rollout: id, state, wave, written: waves.flat().filter(({ at }) => at !== null).length };
}

function withSite(rollout: StoredRollout, site: StoredSite): StoredRollout {
  return { ...rollout, waves: rollout.waves.map((wave) => wave.map((one) => (one.site === site.site ? site : one))) };
}

function shown({ waves, undoneBy: _by, left: _left, ...rollout }: StoredRollout): Rollout {
  return { ...rollout, waves: waves.map((wave) => wave.map(({ site, state, at, before, now }) => ({ site, state, at, before, now }))) };
}
