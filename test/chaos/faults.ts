import fc from 'fast-check';
import { FaultRig, type FaultyChange } from './fault-rig.ts';
import { operationFaults } from './faulty-transports.ts';
import { words } from './onlookers.ts';
import type { Report } from './report.ts';

export interface FaultOptions {
  readonly seed: number;
  /** Changes, devices and faults by chance, beside every fault at every operation of one change. */
  readonly runs: number;
  /** Every n-th operation meets each fault once; 1 for all of them. */
  readonly every: number;
  /** The number of its network. */
  readonly lane: number;
}

const inTurn = { sizes: [1], soak: '1ms', atOnce: 1 };
const before: FaultyChange['before'] = { first: 'uplink', second: '', contact: 'nobody', text: null };

const text = fc.stringMatching(/^[a-z ]{0,12}$/);

/** Changes over devices that had anything before, with up to eight faults, while people call them off or let them wait, or push to the same devices. */
function faultyChange(names: readonly string[], operations: number): fc.Arbitrary<FaultyChange> {
  return fc.record({
    before: fc.record({ first: text, second: text, contact: text, text: fc.option(text.map((line) => `${line}\n`)) }),
    only: fc.subarray([...names], { minLength: 1 }),
    waves: fc.record({
      sizes: fc.constantFrom<(number | string)[]>([1], [1, 2], ['100%'], [2, '50%']), by: fc.constantFrom('device', 'site'), soak: fc.constant('1ms'),
      atOnce: fc.integer({ min: 1, max: 4 }), maxFailures: fc.integer({ min: 0, max: 2 }),
    }),
    faults: fc.array(fc.tuple(fc.nat(operations), fc.constantFrom(...operationFaults)), { minLength: 1, maxLength: 8 }),
    words: fc.array(fc.tuple(fc.nat(operations), fc.constantFrom(...words)), { maxLength: 2 }),
    rivals: fc.array(fc.nat(operations), { maxLength: 2 }),
  });
}

/** Every fault at every operation of a change, and faults by chance in changes by chance, shrunk where they do harm. */
export async function runFaults({ seed, runs, every, lane }: FaultOptions, report: Report): Promise<void> {
  await using rig = await FaultRig.start(lane);
  const operations = await rig.measure();
  report.note('operations of a change', operations);
  for (const fault of operationFaults) {
    for (let at = 0; at < operations; at += every) {
      for (const wrong of await rig.change({ before, only: rig.names, waves: inTurn, faults: [[at, fault]], isPassing: fault !== 'cut' })) report.violation(`${fault} at operation ${at}: ${wrong}`);
    }
  }
  for (let at = 0; at < operations; at += every) {
    const undisturbed = { before, only: rig.names, waves: inTurn, faults: [], isPassing: true };
    for (const word of words) for (const wrong of await rig.change({ ...undisturbed, words: [[at, word]] })) report.violation(`${word} at operation ${at}: ${wrong}`);
    for (const wrong of await rig.change({ ...undisturbed, rivals: [at] })) report.violation(`another change at operation ${at}: ${wrong}`);
  }
  const property = fc.asyncProperty(faultyChange(rig.names, operations), async (change) => {
    const wrongs = await rig.change(change);
    if (wrongs.length > 0) throw new Error(wrongs.join('; '));
  });
  const found = await fc.check(property, { seed, numRuns: runs });
  report.note('changes by chance', found.numRuns);
  if (found.failed) report.violation(`seed ${seed}, path ${found.counterexamplePath}: ${JSON.stringify(found.counterexample)}: ${found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance)}`);
  report.note('words said to running changes', rig.said);
  report.note('changes refused beside another', rig.rivals);
  report.faults += rig.transports.met;
}
