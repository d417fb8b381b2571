import type { SimulatorClock } from '../clock/index.ts';
import { LineRules, Trial } from '../lines/index.ts';
import { lineModelSchema, type LineModel, type LineModelInput } from './line-model.ts';

/**
 * What a line brought about.
 *
 * @experimental
 * @since 0.1.0
 */
export interface LineAnswer {
  readonly text: string;
  readonly closes: boolean;
}

/**
 * The device behind a protocol of lines: its variables, and what each line does.
 *
 * @experimental
 * @since 0.1.0
 */
export class LineDevice {
  readonly greeting: string;
  readonly variables: Map<string, string>;
  readonly #rules: LineRules<LineModel['rules'][number]>;
  readonly #unknown: string;
  readonly #trial: Trial;

  /** @param clock - what changes on trial go by */
  constructor(input: LineModelInput, clock?: SimulatorClock) {
    const { greeting, variables, rules, unknown } = lineModelSchema.parse(input);
    this.greeting = greeting;
    this.variables = new Map(Object.entries(variables));
    this.#trial = new Trial(this.variables, clock);
    this.#unknown = unknown;
    this.#rules = new LineRules(rules);
  }

  answer(line: string): LineAnswer {
    const found = this.#rules.apply(line, this.variables, this.#trial);
    return found === null ? { text: this.#unknown, closes: false } : { text: found.text, closes: found.rule.closes };
  }
}
