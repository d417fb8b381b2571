import { AnswerMemory } from '../answer-memory.ts';
import { endingOf } from '../ending.ts';
import { longestHoldMs } from '../loop-hold.ts';
import type { TestHost } from '../../test-host/index.ts';
import type { Finding, Rule } from '../rule.ts';

/** Milliseconds of work in one piece; a plugin that answers nothing for longer keeps every other device of its site waiting. */
const mostMs = 150;
/** The first runs compile code and fill caches. */
const runs = 3;

async function heldMs(host: TestHost, call: () => Promise<unknown>): Promise<number> {
  const held = [];
  for (let run = 0; run < runs; run += 1) held.push(await longestHoldMs(() => endingOf(call())));
  host.forget();
  return Math.min(...held);
}

export const loopGivenBack: Rule = {
  id: 'loop-given-back',
  tier: 'gold',
  about: 'device',
  title: 'Long work is done in pieces',
  page: {
    why: 'One process of a plugin looks after every device of its technology. While it computes in one piece, no other answer is read, no deadline is heard, and the host takes it for dead.',
    checked: `Every reading call runs three times on answers from memory, every push is planned, applied and undone three times. The processor time of each turn of the event loop is taken, so a busy machine blames nobody: the longest may be ${mostMs} ms at most in one of the three.`,
    example: 'Give the loop back after each thousand lines; keep regular expressions without nested repetition.',
    listing: [
      'for (const [at, line] of lines.entries()) {',
      '  if (at % 1_000 === 999) await setImmediate();   // node:timers/promises',
      '  add(line);',
      '}',
    ],
    exempt: null,
  },
  async try(subject) {
    const findings: Finding[] = [];
    const tell = (of: string, ms: number): void => {
      if (ms > mostMs) findings.push({ of, message: `computes for ${Math.round(ms)} ms in one piece: nothing else of the plugin runs then` });
    };
    for (const reading of subject.readings) {
      await using host = await subject.openOne(reading.device);
      host.intercept = new AnswerMemory().intercept;
      tell(reading.of, await heldMs(host, () => reading.run(host)));
    }
    for (const push of subject.pushes) {
      await using host = await subject.openFor(push);
      const { of, resource, device, spec } = push;
      tell(of, await heldMs(host, async () => {
        const plan = await host.plan(resource, device, spec);
        await host.apply(resource, device, plan);
        if (subject.undoable.includes(push)) await host.restore(resource, device, plan);
      }));
    }
    return { tried: (subject.readings.length + subject.pushes.length) * runs, findings };
  },
};
