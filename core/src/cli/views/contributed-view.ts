import { stringify } from 'yaml';
import type { CommandResult } from '../../api/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { plain } from '../text.ts';

type Offered = CommandResult<'commands'>['commands'][number];
type Starts = Offered['starts'];

const verbs: { readonly [kind in Starts['kind']]: string } = { check: 'runs the check', change: 'begins a change of', dashboard: 'shows' };

function startsText(starts: Starts): string {
  return `${verbs[starts.kind]} ${starts.kind === 'check' ? starts.check : starts.kind === 'change' ? starts.resource : starts.dashboard}`;
}

export function commandsView(commands: readonly Offered[], device: string | null, { colours, columns }: Pick<Terminal, 'colours' | 'columns'>): string {
  if (commands.length === 0) return device === null ? 'No enabled plugin offers commands for a device that you see.\n' : `No plugin offers a command on ${plain(device)}.\n`;
  return table(
    [{ title: 'COMMAND', firm: true }, { title: 'TITLE', beneath: true }, { title: 'PLUGIN', spare: 1 }, { title: 'WHAT IT DOES', spare: 2 }, ...(device === null ? [{ title: 'DEVICES', align: 'right' as const, spare: 3 }] : [])],
    commands.map(({ id, title, pluginTitle, starts, devices }) => [id, title, pluginTitle, startsText(starts), ...(device === null ? [String(devices)] : [])]), columns, colours.dim,
  );
}

const namesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);

/** A change file that says what the command knows; what is needed besides stands in it as comments. */
export function newChangeText({ title, plugin }: Offered, { resource, values }: Starts & { readonly kind: 'change' }, device: string, schema: { readonly [key: string]: unknown }): string {
  const entry = stringify({ title: `${title}: ${device}`, changes: [{ device, resource: `${plugin}/${resource}`, spec: values }] }, { lineWidth: 0 });
  const needed = namesOf(schema['required']).filter((name) => !Object.hasOwn(values, name));
  // A name is the plugin's own word: written as JSON it stays in its line.
  const missing = needed.map((name) => `      # ${JSON.stringify(name)}: is needed\n`).join('');
  const text = `${missing === '' ? entry : entry.replace(/ spec: \{\}\n$/, ' spec:\n')}${missing}`;
  // Names are those of devices and plugins, and a terminal reads along.
  return text.split('\n').map(plain).join('\n');
}
