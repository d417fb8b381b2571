import { amiHeader, NotReady, Refused, SettingsInvalid, type AmiMessage, type AmiReader } from '@jackfield/sdk';
import type { z } from 'zod';
import { eventsNamed, isDenied, isSuccess, notTold, numberOf, outcomeOf, textOf, told } from '../manager.ts';
import { putSection } from '../own-files/by-name.ts';
import type { Line, Section } from '../own-files/config-lines.ts';
import { extensionsFile } from '../own-files/kinds.ts';
import { ownResource } from '../own-files/own-resource.ts';
import { denialOf } from '../rights.ts';
import type { dialplan as schema } from '../schemas.ts';

export type DialplanSpec = z.output<typeof schema>;

type Extension = {
  /** A number, a name, or a pattern such as _2XXX. */
  readonly pattern: string;
  /** As `Dial(PJSIP/2001,20)`, one after the other. */
  readonly steps: readonly string[];
  /** The device that the extension's state is taken from. */
  readonly hint: string | null;
};

type Context = {
  /** In the order of their patterns. */
  readonly extensions: readonly Extension[];
  /** Contexts that are looked in afterwards, in this order. */
  readonly includes: readonly string[];
};

const action = 'ShowDialPlan';

const byPattern = (extensions: readonly Extension[]): readonly Extension[] => extensions.toSorted((one, other) => (one.pattern < other.pattern ? -1 : 1));

function extensionOf(pattern: string, events: readonly AmiMessage[]): Extension {
  const isHint = (event: AmiMessage): boolean => textOf(event, 'Priority') === 'hint';
  const step = (event: AmiMessage): { readonly priority: number; readonly text: string } => {
    const priority = numberOf(event, 'Priority');
    if (priority === null) throw notTold(action, `the priority of a step of ${pattern}`);
    return { priority, text: `${told(event, 'Application', action)}(${told(event, 'AppData', action)})` };
  };
  const steps = events.filter((event) => !isHint(event)).map(step).toSorted((one, other) => one.priority - other.priority);
  const hint = events.find(isHint);
  return { pattern, steps: steps.map(({ text }) => text), hint: hint === undefined ? null : told(hint, 'Application', action) };
}

/** The context as it stands in the running Asterisk; null when it has none of that name. */
export async function runningContext(ami: AmiReader, name: string): Promise<Context | null> {
  const { response, events, complete } = await ami.list(action, [['Context', name]]);
  if (!isSuccess(response)) {
    if (/^did not find context/i.test(amiHeader(response, 'Message') ?? '')) return null;
    throw isDenied(response) ? await denialOf(ami, action) : outcomeOf(action, response);
  }
  const announced = numberOf(complete, 'ListItems');
  if (announced !== null && announced !== events.length) throw new NotReady(`the list of ${action} is not whole`, { hint: 'The dialplan changed while it was sent; a next run asks again.' });
  const own = eventsNamed(events, 'ListDialplan').filter((event) => textOf(event, 'Context') === name);
  const byExtension = Map.groupBy(own.filter((event) => textOf(event, 'Extension') !== null), (event) => textOf(event, 'Extension') ?? '');
  return { extensions: byPattern([...byExtension].map(([pattern, ofOne]) => extensionOf(pattern, ofOne))), includes: own.flatMap((event) => textOf(event, 'IncludeContext') ?? []) };
}

function factsOf({ lines }: Section): Context {
  const parts = lines.filter(([option]) => option === 'exten').flatMap(([, value]) => {
    const [, pattern, priority, rest] = /^([^,]+),([^,]+),(.*)$/.exec(value) ?? [];
    return pattern === undefined || priority === undefined || rest === undefined ? [] : [{ pattern, priority, rest }];
  });
  const extensions = [...Map.groupBy(parts, ({ pattern }) => pattern)].map(([pattern, ofOne]) => ({
    pattern, steps: ofOne.filter(({ priority }) => priority !== 'hint').map(({ rest }) => rest), hint: ofOne.find(({ priority }) => priority === 'hint')?.rest ?? null,
  }));
  return { extensions, includes: lines.filter(([option]) => option === 'include').map(([, value]) => value) };
}

function sectionOf(name: string, { extensions, includes }: Context): Section {
  return {
    name,
    lines: [
      ...extensions.flatMap(({ pattern, steps, hint }): Line[] => [
        ...(hint === null ? [] : [['exten', `${pattern},hint,${hint}`] as const]),
        ...steps.map((step, at) => ['exten', `${pattern},${at + 1},${step}`] as const),
      ]),
      ...includes.map((include) => ['include', include] as const),
    ],
  };
}

/** What would run programs on the PBX, or read its files: a dialplan that is pushed does neither. */
const forbidden = /\b(?:system|trysystem|e?agi|deadagi|asyncagi|externalivr|shell|file|originate)\s*[(,]/i;

/** A context of the dialplan, which the people's own include. */
export const dialplan = ownResource<DialplanSpec, 'context', Context, Context>({
  noun: 'context',
  file: extensionsFile,
  nameOf: ({ context }) => context,
  sectionOf: ({ context }) => context,
  keys: (sections) => sections.map(({ name }) => ({ context: name })),
  find(sections, { context }) {
    const section = sections.find(({ name }) => name === context);
    return section === undefined ? null : factsOf(section);
  },
  put: (sections, { context }, facts) => putSection(sections, context, facts === null ? null : sectionOf(context, facts)),
  running: (ami, { context }) => runningContext(ami, context),
  shown: (facts) => facts,
  wanted(current, { context, extensions, includes }) {
    const wanted = extensions === undefined ? (current?.extensions ?? []) : byPattern(extensions);
    if (wanted.length === 0) throw new SettingsInvalid(`context ${context} needs extensions`);
    if (new Set(wanted.map(({ pattern }) => pattern)).size < wanted.length) throw new SettingsInvalid(`context ${context} has an extension twice`);
    const step = wanted.flatMap(({ steps }) => steps).find((each) => forbidden.test(each));
    if (step !== undefined) throw new Refused(`${step.slice(0, 60)} would run programs or read files on the PBX`, { hint: 'Write such a step into extensions.conf by hand, and include its context.' });
    return { extensions: wanted, includes: includes ?? current?.includes ?? [] };
  },
});
