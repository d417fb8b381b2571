export const readingPhases = ['identify', 'inspect', 'check', 'read', 'plan', 'watch'] as const;
export const writingPhases = ['apply', 'restore'] as const;

export type ReadingPhase = (typeof readingPhases)[number];
export type WritingPhase = (typeof writingPhases)[number];

/** What the host has called a plugin for. */
export type Phase = ReadingPhase | WritingPhase;

export function isWriting(phase: Phase): phase is WritingPhase {
  return writingPhases.some((writing) => writing === phase);
}
