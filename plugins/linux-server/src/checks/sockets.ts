import { result, type Check, type Item } from '@jackfield/sdk';
import { linesOf, required } from '../gathering.ts';
import { fits } from '../levels.ts';
import { readSockets } from '../readings/sockets.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

/** What listens for others, against what the settings expect: missing is critical, more than is allowed a warning. */
export const sockets: Check<Settings> = async (context) => {
  const { settings: { sockets: settings } } = context;
  const gathering = await gatherTogether(context, 'sockets');
  const lines = linesOf(gathering, 'ss') ?? required(gathering, 'netstat');
  const open = readSockets(lines);
  const items: Item[] = settings.expected.map((name) =>
    open.has(name) ? { name, state: 'ok', summary: 'listens' } : { name, state: 'critical', summary: 'nothing listens' });
  const strangers = settings.allowed === '' ? [] : [...open].filter(([name, isLocal]) => !isLocal && !settings.expected.includes(name) && !fits(settings.allowed, name));
  for (const [name] of strangers) items.push({ name, state: 'warning', summary: 'listens and is not expected to' });
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name} ${summary}`);
  const summary = bad.length > 0 ? bad.slice(0, 4).join('; ') : `${open.size} ports listen${settings.expected.length > 0 ? ', all that are expected among them' : ''}`;
  return result.fromItems(summary, items, [{ name: 'sockets.listening', value: open.size }]);
};
