import { z } from 'zod';
import type { Trial } from './trial.ts';

const expression = z.string().min(1).refine((source) => {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}, 'a regular expression');

/** What every rule has, whatever speaks in lines. */
export const lineRuleShape = {
  on: expression.meta({ description: 'A regular expression that the whole line fits.' }),
  answer: z.string().default('').meta({ description: 'What is sent back. $1 is the first group, {{name}} a variable; a variable that is not there fails the rule.' }),
  set: z.record(z.string(), z.string()).default({}).meta({ description: 'Variables that the line changes; both sides may hold $1.' }),
  closes: z.boolean().default(false),
  trial: z.string().optional().meta({ description: 'Seconds, such as $1, after which the device takes back what the line changes, unless a line that confirms comes before.' }),
  confirms: z.boolean().default(false).meta({ description: 'Keeps what is on trial.' }),
} as const;

interface LineRule {
  readonly on: string;
  readonly answer: string;
  readonly set: { readonly [name: string]: string };
  readonly trial?: string | undefined;
  readonly confirms: boolean;
}

/** Fills variables in; those that are not there are left out. */
export function filledIn(template: string, variables: ReadonlyMap<string, string>): string {
  return template.replaceAll(/\{\{([^}]+)\}\}/g, (_all, name: string) => variables.get(name) ?? '');
}

/** Rules, of which the first that fits a line counts. */
export class LineRules<Rule extends LineRule> {
  readonly #rules: readonly { readonly rule: Rule; readonly on: RegExp }[];

  constructor(rules: readonly Rule[]) {
    this.#rules = rules.map((rule) => ({ rule, on: new RegExp(`^(?:${rule.on})$`, 'u') }));
  }

  /** The rule for a line, with its answer; the variables are changed as it says. Null when none fits. */
  apply(line: string, variables: Map<string, string>, trial: Trial): { readonly rule: Rule; readonly text: string } | null {
    trial.settle();
    for (const { rule, on } of this.#rules) {
      const groups = on.exec(line);
      if (groups === null) continue;
      const filled = (template: string): string => template.replaceAll(/\$(\d)/g, (_all, group) => groups[Number(group)] ?? '');
      const changes = Object.entries(rule.set).map(([name, value]) => [filled(name), filled(value)] as const);
      const answer = filled(rule.answer);
      const names = [...answer.matchAll(/\{\{([^}]+)\}\}/g)].map(([, name = '']) => name);
      // A rule about a variable that the device does not have is not about this line.
      if ([...names, ...changes.map(([name]) => name)].some((name) => !variables.has(name))) continue;
      if (rule.trial !== undefined) trial.begin(Number(filled(rule.trial)));
      if (rule.confirms) trial.confirm();
      for (const [name, value] of changes) variables.set(name, value);
      return { rule, text: filledIn(answer, variables) };
    }
    return null;
  }
}
