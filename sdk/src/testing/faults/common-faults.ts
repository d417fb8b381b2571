import { z } from 'zod';

/** Faults by name: what is in a schema of faults means the same in every simulator that has it. */
export const commonFaults = {
  silent: z.boolean().optional().meta({ description: 'Takes what comes and never answers it. Connections, greetings and logins work as ever.' }),
  latencyMs: z.number().min(0).optional().meta({ description: 'Waits before each answer, by the clock of the simulator.' }),
  loss: z.number().min(0).max(1).optional().meta({ description: 'Share of answers that never come, by chance; the same ones each time, see `seed`.' }),
  seed: z.int().optional().meta({ description: 'Which answers `loss` takes. Default 1.' }),
  garbage: z.boolean().optional().meta({ description: 'Answers bytes of no meaning.' }),
  truncated: z.boolean().optional().meta({ description: 'Half of each answer, then the end: of the message, or of the connection.' }),
  duplicate: z.boolean().optional().meta({ description: 'Every answer comes twice.' }),
  wrongOrder: z.boolean().optional().meta({ description: 'An answer waits until the one after it has gone: the first comes last.' }),
  halfOpen: z.enum(['accept', 'answer']).optional().meta({
    description: 'TCP without a word and without an end: `accept` takes connections and says nothing; `answer` stops in the middle of an answer, and hears nothing more.',
  }),
  disconnectAt: z.int().min(1).optional().meta({ description: 'Closes the connection instead of doing its n-th operation, and every one after it. Counted from the start; the simulator says how many there were.' }),
  promptNoise: z.string().optional().meta({ description: 'Text that nobody asked for, before each answer: a start-up file, a message of the system.' }),
  diskFull: z.boolean().optional().meta({ description: 'What would take room fails for want of it: a longer file (SFTP, UpdateConfig), any change of a document (HTTP 507).' }),
} as const;

const carried = z.strictObject({
  silent: commonFaults.silent, latencyMs: commonFaults.latencyMs, loss: commonFaults.loss, seed: commonFaults.seed, garbage: commonFaults.garbage, truncated: commonFaults.truncated,
  duplicate: commonFaults.duplicate, wrongOrder: commonFaults.wrongOrder, halfOpen: commonFaults.halfOpen,
});

/** What can happen to an answer on its way, whatever it says. */
export type CarriedFaults = z.infer<typeof carried>;
