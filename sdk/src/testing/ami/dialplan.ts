import type { ConfigSection } from './config-file.ts';

/** One step of an extension, or its hint. */
export interface DialplanStep {
  readonly extension: string;
  /** `hint` for what the extension's state is taken from. */
  readonly priority: string;
  readonly application: string;
  readonly data: string;
}

/** A context of extensions.conf. */
export interface DialplanContext {
  readonly name: string;
  readonly steps: readonly DialplanStep[];
  readonly includes: readonly string[];
}

const others = new Set(['general', 'globals']);

function stepsOf(lines: ConfigSection['lines']): readonly DialplanStep[] {
  const steps: DialplanStep[] = [];
  for (const [key, value] of lines) {
    if (key !== 'exten' && key !== 'same') continue;
    const [, first, second, rest] = /^([^,]+),([^,]+),(.*)$/.exec(key === 'same' ? `${steps.at(-1)?.extension ?? ''},${value}` : value) ?? [];
    if (first === undefined || second === undefined || rest === undefined) continue;
    const before = steps.findLast(({ extension, priority }) => extension === first && priority !== 'hint');
    const priority = second === 'n' ? String(Number(before?.priority ?? '0') + 1) : second;
    const [, application = rest, data = ''] = /^([^(]+)\((.*)\)$/.exec(rest) ?? [];
    steps.push({ extension: first, priority, application: application.trim(), data });
  }
  return steps;
}

/** The contexts of extensions.conf: sections of one name are one context. */
export function configuredDialplan(sections: readonly ConfigSection[]): readonly DialplanContext[] {
  const own = sections.filter(({ name, isTemplate }) => !isTemplate && !others.has(name));
  return [...Map.groupBy(own, ({ name }) => name)].map(([name, parts]) => {
    const lines = parts.flatMap((part) => part.lines);
    return { name, steps: stepsOf(lines), includes: lines.filter(([key]) => key === 'include').map(([, value]) => value) };
  });
}
