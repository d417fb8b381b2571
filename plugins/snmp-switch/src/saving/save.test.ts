import { NotReady, outcome, Refused, type SettableVarbind } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { agent } from '../discovery/agent.ts';
import { contextOver, defaults, MemoryAgent, oid, type Content } from '../testing/memory-agent.ts';

const copy = '1.3.6.1.4.1.9.9.96.1.1.1.1';
const writeMem = '1.3.6.1.4.1.9.2.1.54.0';
const comware = '1.3.6.1.4.1.25506.2.4.1.2';

const profiles = [{
  vendor: 'Cisco',
  systems: [
    {
      match: { sysObjectID: '1.3.6.1.4.1.9.' },
      save: [
        { set: { [`${copy}.3.{row}`]: 4, [`${copy}.4.{row}`]: 3, [`${copy}.14.{row}`]: 4 }, until: { get: `${copy}.10.{row}`, is: [3], while: [1, 2] }, remove: { [`${copy}.14.{row}`]: 6 } },
        { set: { [writeMem]: 1 } },
      ],
    },
    { match: { sysObjectID: '1.3.6.1.4.1.9.1.5' } },
    { match: { sysObjectID: '1.3.6.1.4.1.9.9.' }, save: [{ set: { [`${comware}.4.1.2.{row}`]: 1, [`${comware}.4.1.9.{row}`]: 4 }, until: { column: `${comware}.5.1.4`, row: `${comware}.5.1.2`, is: [2], while: [1] } }] },
  ],
}];

/** Says what `states` has, one after the other, whatever row it is asked about; refuses what it is told to. */
class SavingAgent extends MemoryAgent {
  readonly #states: number[];
  refused: readonly string[] = [];

  constructor(states: readonly number[], more: { readonly [oid: string]: Content } = {}) {
    super({ '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.9.1.5'), ...more }, [{ entry: copy, status: 14, defaults: { 10: 1 } }]);
    this.#states = [...states];
  }

  override async get(oids: readonly string[]) {
    if (oids[0]?.startsWith(`${copy}.10.`) === true) await super.set([{ oid: oids[0], value: { type: 'Integer', value: this.#states.shift() ?? 2 } }]);
    return super.get(oids);
  }

  override async set(varbinds: readonly SettableVarbind[]) {
    if (varbinds.some(({ oid: instance }) => this.refused.some((root) => instance.startsWith(root)))) throw new Refused('the agent answered NotWritable', { data: { status: 'NotWritable' } });
    return super.set(varbinds);
  }

  /** Objects that were set, without their rows, with what to. */
  get told(): readonly string[] {
    return this.sets.filter(([first]) => first?.oid.startsWith(`${copy}.10.`) !== true).flatMap((varbinds) => varbinds.map(({ oid: instance, value }) => `${instance.replace(/(\.96\.1\.1\.1\.1\.\d+)\.\d+$/, '$1')}=${String(value.value)}`));
  }
}

const save = (over: MemoryAgent, more: object = {}): Promise<boolean> | undefined => agent.save?.({ ...contextOver(over, defaults, profiles), ...more });
const copied = [`${copy}.3=4`, `${copy}.4=3`, `${copy}.14=4`];

test('the row of a copy is made, waited for and taken away', async () => {
  const over = new SavingAgent([1, 2, 3]);
  expect(await save(over)).toBe(true);
  expect(over.told).toEqual([...copied, `${copy}.14=6`]);
});

test('an agent that takes the first way not is told the second', async () => {
  const over = new SavingAgent([]);
  over.refused = [copy];
  expect(await save(over)).toBe(true);
  expect(over.told).toEqual([`${writeMem}=1`]);
  over.refused = [copy, writeMem];
  await expect(save(over)).rejects.toThrow(Refused);
});

test('a copy that failed is told with what the device says, and its row is taken away', async () => {
  const over = new SavingAgent([2, 4]);
  await expect(save(over)).rejects.toThrow(/could not save .*is 4/);
  expect(over.told.at(-1)).toBe(`${copy}.14=6`);
});

test('a device that never says that it has saved is given up before the call is', async () => {
  await expect(save(new SavingAgent([2]), { remaining: () => 2_000 })).rejects.toThrow(NotReady);
});

test('a result is found by the row that it is of', async () => {
  class Comware extends MemoryAgent {
    override async set(varbinds: readonly SettableVarbind[]) {
      await super.set(varbinds);
      const row = Number(varbinds[0]?.oid.split('.').at(-1));
      await super.set([[1, 7, 5], [2, row, 2]].flatMap(([index, of, state]): SettableVarbind[] => [
        { oid: `${comware}.5.1.2.${index}`, value: { type: 'Integer', value: of ?? 0 } }, { oid: `${comware}.5.1.4.${index}`, value: { type: 'Integer', value: state ?? 0 } },
      ]));
    }
  }
  expect(await save(new Comware({ '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.9.9.1') }))).toBe(true);
});

test('a device of which no profile says how is left alone; one that does not answer is no such device', async () => {
  const over = new SavingAgent([], { '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.8072.3.2.10') });
  expect(await save(over)).toBe(false);
  expect(over.sets).toEqual([]);
  over.set = () => Promise.reject(outcome('Unreachable', 'no answer'));
  await expect(save(Object.assign(new SavingAgent([]), { set: over.set }))).rejects.toThrow('no answer');
});
