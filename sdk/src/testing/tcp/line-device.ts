import { lineModelSchema, type LineModelInput } from './line-model.ts';

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
  readonly #rules: readonly { readonly on: RegExp; readonly answer: string; readonly set: readonly (readonly [string, string])[]; readonly closes: boolean }[];
  readonly #unknown: string;

  constructor(input: LineModelInput) {
    const { greeting, variables, rules, unknown } = lineModelSchema.parse(input);
    this.greeting = greeting;
    this.variables = new Map(Object.entries(variables));
    this.#unknown = unknown;
    this.#rules = rules.map(({ on, set, ...rest }) => ({ ...rest, on: new RegExp(`^(?:${on})$`, 'u'), set: Object.entries(set) }));
  }

  answer(line: string): LineAnswer {
    for (const { on, answer, set, closes } of this.#rules) {
      const groups = on.exec(line);
      if (groups === null) continue;
      const filled = (template: string): string => template.replaceAll(/\$(\d)/g, (_all, group) => groups[Number(group)] ?? '');
      const changes = set.map(([name, value]) => [filled(name), filled(value)] as const);
      const names = [...filled(answer).matchAll(/\{\{([^}]+)\}\}/g)].map(([, name = '']) => name);
      // A rule about a variable that the device does not have is not about this line.
      if ([...names, ...changes.map(([name]) => name)].some((name) => !this.variables.has(name))) continue;
      for (const [name, value] of changes) this.variables.set(name, value);
      return { text: filled(answer).replaceAll(/\{\{([^}]+)\}\}/g, (_all, name: string) => this.variables.get(name) ?? ''), closes };
    }
    return { text: this.#unknown, closes: false };
  }
}
