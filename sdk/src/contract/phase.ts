/**
 * Phases in which nothing is changed; the host refuses every write.
 *
 * @stable
 * @since 0.1.0
 */
export const readingPhases = ['identify', 'inspect', 'check', 'read', 'plan', 'watch'] as const;
/**
 * Phases that write, on the one device whose lease a change holds. `probe` belongs to planning: the host lets it set what is
 * there already, and nothing else. `save` is for what was kept.
 *
 * @stable
 * @since 0.1.0
 */
export const writingPhases = ['probe', 'apply', 'confirm', 'restore', 'save'] as const;

/**
 * All phases. In `notify` a plugin hands a message over to people: it reads, and writes by HTTP and TCP alone, to the one device that
 * a channel names, where a manager granted that. No change holds the device.
 *
 * @stable
 * @since 0.1.0
 */
export const phases = [...readingPhases, ...writingPhases, 'notify'] as const;

/**
 * One word of `readingPhases`.
 *
 * @stable
 * @since 0.1.0
 */
export type ReadingPhase = (typeof readingPhases)[number];
/**
 * One word of `writingPhases`.
 *
 * @stable
 * @since 0.1.0
 */
export type WritingPhase = (typeof writingPhases)[number];

/**
 * What the host has called a plugin for.
 *
 * @stable
 * @since 0.1.0
 */
export type Phase = (typeof phases)[number];

/**
 * Whether a phase belongs to a change, and may write what the change holds.
 *
 * @stable
 * @since 0.1.0
 */
export function isWriting(phase: Phase): phase is WritingPhase {
  return writingPhases.some((writing) => writing === phase);
}
