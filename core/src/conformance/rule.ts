import type { Subject } from './subject.ts';

/** In this order: a tier is reached when all its rules, and those of the tiers before it, hold. */
export const tiers = ['bronze', 'silver', 'gold', 'platinum'] as const;

/**
 * A step of the quality scale.
 *
 * @experimental
 * @since 0.1.0
 */
export type Tier = (typeof tiers)[number];

/**
 * How much is tried. More finds more, and takes longer.
 *
 * @experimental
 * @since 0.1.0
 */
export interface Effort {
  /** Mutated answers for each call. */
  readonly mutations: number;
  /** Runs of each call while memory and handles are watched. */
  readonly repetitions: number;
  /** Of what is drawn by chance: the same seed tries the same. */
  readonly seed: number;
}

/** Something that a rule found wrong. */
export interface Finding {
  /** What it is about, the same in each run: an exemption names it. Such as `check ports on access-1`. */
  readonly of: string;
  readonly message: string;
}

export interface Tried {
  /** How many single attempts were made. None means that there was nothing to try. */
  readonly tried: number;
  readonly findings: readonly Finding[];
}

/** One thing that a plugin must do, and how it is found out. */
export interface Rule {
  /** Stable: exemptions and pages name it. */
  readonly id: string;
  readonly tier: Tier;
  readonly title: string;
  /** What it is found out from: what devices answer, or the package and the devices that it describes. */
  readonly about: 'device' | 'package';
  /** It reads the package and runs nothing of it. */
  readonly isStatic?: true;
  readonly page: {
    readonly why: string;
    readonly checked: string;
    /** What a good plugin does, and how that looks, line by line. */
    readonly example: string;
    readonly listing: readonly string[];
    /** Null for nobody. */
    readonly exempt: string | null;
  };
  try(subject: Subject, effort: Effort): Promise<Tried>;
}
