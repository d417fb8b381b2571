import { setTimeout as delay } from 'node:timers/promises';
import { JackfieldError } from '../../errors/index.ts';
import type { Finding, Rule } from '../rule.ts';

const deadlineMs = 120;
/** Longer than a plugin may go on after its call is over. */
const graceMs = 60;

/** Ends like an operation of the host: when its signal says so. */
function hangs(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

export const deadlineHonoured: Rule = {
  id: 'deadline-honoured',
  tier: 'bronze',
  title: 'A call ends at its deadline, and asks for nothing afterwards',
  page: {
    why: 'One device that hangs must not hold the checks of a site. What a plugin still does after its call was given up costs the device, and belongs to nobody.',
    checked: 'Every reading call runs against a device that never answers, with a deadline of 120 ms. It must be over by then, and no operation may come in the time after.',
    example: 'Pass `signal` to your own timers and loops, and look at `remaining()` before a long step.',
    exempt: 'Nobody.',
  },
  async try(subject) {
    const findings: Finding[] = [];
    for (const reading of subject.readings) {
      await using host = await subject.open(undefined, deadlineMs);
      let isOver = false;
      let late = 0;
      host.intercept = async (_operation, _perform, signal) => {
        if (isOver) late += 1;
        return hangs(signal);
      };
      const error: unknown = await reading.run(host).then(() => null, (reason: unknown) => reason);
      isOver = true;
      await delay(graceMs);
      if (late > 0) findings.push({ of: reading.of, message: `asked ${late} times more after its call was over` });
      if (error instanceof JackfieldError && error.code === 'JF2106') findings.push({ of: reading.of, message: error.message });
    }
    return { tried: subject.readings.length, findings };
  },
};
