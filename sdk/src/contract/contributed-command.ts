import { z } from 'zod';
import { deviceKinds } from './device.ts';
import { didYouMean } from './spelling.ts';

/** Control characters and marks that turn the direction of text would let a title pass for another one. */
const words = z.string().min(1).max(80).regex(/^[^\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]+$/u, 'one line of plain text');

const name = z.string().min(1);

/** They are carried in the address of a page. */
const longestValues = 2_000;

const startsCheck = z
  .strictObject({
    kind: z.literal('check'),
    check: name.meta({ description: 'Name of a check of this plugin.', examples: ['fans'] }),
  })
  .meta({ description: 'Runs a check on the device now. It takes the role operator at the site of the device.' });

const startsChange = z
  .strictObject({
    kind: z.literal('change'),
    resource: name.meta({ description: 'Name of a resource of this plugin.', examples: ['port'] }),
    values: z.record(z.string(), z.json()).refine((values) => JSON.stringify(values).length <= longestValues, `at most ${longestValues} characters as JSON`).default({}).meta({ description: 'What the form begins with: fields of the spec that the schema of the resource accepts. The others are for the person.', examples: [{ enabled: false }] }),
  })
  .meta({ description: 'Begins a change of the device with this resource. Nothing is planned and nothing is pushed before the person does. It takes the role operator.' });

const startsDashboard = z
  .strictObject({
    kind: z.literal('dashboard'),
    dashboard: name.meta({ description: 'Name of a dashboard of this plugin.', examples: ['health'] }),
  })
  .meta({ description: 'Shows a dashboard of the device. Whoever sees the device may.' });

const starts = z.discriminatedUnion('kind', [startsCheck, startsChange, startsDashboard]).meta({
  description: 'What it starts: a check, a change or a dashboard of this plugin, which the host allows and refuses as if it had been asked for by itself.', examples: [{ kind: 'check', check: 'fans' }],
});

const when = z
  .strictObject({
    kinds: z.array(z.enum(deviceKinds)).min(1).exactOptional().meta({ description: 'Only for devices that are one of these.', examples: [['switch']] }),
    vendors: z.array(z.string().min(1)).min(1).exactOptional().meta({ description: 'Only for devices of these vendors; small and capital letters alike.', examples: [['Acme']] }),
  })
  .meta({ description: 'For which of the devices that the plugin manages it is; for all of them unless told. For others it never is.', examples: [{ kinds: ['switch'] }] });

/** A command in a manifest: data, which needs no code. */
export const contributedCommand = z
  .strictObject({
    title: words.meta({ description: 'What people read and type in the palette: a verb first, plain words, at most 80 characters.', examples: ['Check the fans'] }),
    category: words.exactOptional().meta({ description: 'What it is about, beside the name of the plugin.', examples: ['Cooling'] }),
    when: when.exactOptional(),
    starts,
  })
  .meta({ description: 'Something that people can start on a device, from the command palette and the command line.' });

type ContributedCommand = z.infer<typeof contributedCommand>;

/**
 * The contribution that a command starts: as in `checks`, `fans`.
 *
 * @experimental
 * @since 0.1.0
 */
export function startedBy({ starts: started }: ContributedCommand): { readonly kind: 'checks' | 'resources' | 'dashboards'; readonly name: string; readonly key: string } {
  switch (started.kind) {
    case 'check': return { kind: 'checks', name: started.check, key: 'check' };
    case 'change': return { kind: 'resources', name: started.resource, key: 'resource' };
    case 'dashboard': return { kind: 'dashboards', name: started.dashboard, key: 'dashboard' };
  }
}

interface Contributed {
  readonly commands: { readonly [name: string]: ContributedCommand };
  readonly checks: object;
  readonly resources: object;
  readonly dashboards: object;
}

/** Commands that start what the same manifest does not contribute: where, and what is wrong. */
export function commandMistakes(contributes: Contributed): readonly { readonly path: readonly string[]; readonly message: string }[] {
  return Object.entries(contributes.commands).flatMap(([command, one]) => {
    const { kind, name: started, key } = startedBy(one);
    const known = Object.keys(contributes[kind]);
    if (known.includes(started)) return [];
    const near = didYouMean(started, known);
    return [{ path: ['contributes', 'commands', command, 'starts', key], message: `the plugin contributes no ${key} "${started}"${near === null ? '' : `, did you mean "${near}"?`}` }];
  });
}
