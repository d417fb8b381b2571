import type { SimulatorClock } from '../clock/index.ts';
import { filledIn, LineRules, Trial } from '../lines/index.ts';
import { shellModelSchema, type ShellModel, type ShellModelInput, type ShellRule } from './shell-model.ts';

/**
 * The device behind a command line: its state, and what each line does in each mode.
 *
 * @experimental
 * @since 0.1.0
 */
export class ShellDevice {
  readonly model: ShellModel;
  /** The state, for all sessions: to look into, and to change as the device itself would. */
  readonly variables: Map<string, string>;
  readonly #rules: ReadonlyMap<string, LineRules<ShellRule>>;
  readonly #trial: Trial;

  /** @param clock - what changes on trial go by */
  constructor(input: ShellModelInput, clock?: SimulatorClock) {
    this.model = shellModelSchema.parse(input);
    this.variables = new Map(Object.entries(this.model.variables));
    this.#trial = new Trial(this.variables, clock);
    this.#rules = new Map(Object.entries(this.model.modes).map(([name, { rules }]) => [name, new LineRules([...rules, ...this.model.always])]));
  }

  prompt(mode: string): string {
    return filledIn(this.model.modes[mode]?.prompt ?? '', this.variables);
  }

  filled(template: string): string {
    return filledIn(template, this.variables);
  }

  /** What a line does and answers; null for one that no rule fits. */
  apply(mode: string, line: string): { readonly rule: ShellRule; readonly text: string } | null {
    return this.#rules.get(mode)?.apply(line, this.variables, this.#trial) ?? null;
  }

  /** What a single command over SSH says: a line in the first mode, without paging. */
  run(line: string): { readonly text: string; readonly isKnown: boolean } {
    const found = this.apply(this.model.start, line);
    return { text: found?.text ?? this.model.unknown, isKnown: found !== null };
  }
}
