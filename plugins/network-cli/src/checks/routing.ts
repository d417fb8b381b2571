import { Refused, result, type Check, type Item, type SshReader } from '@jackfield/sdk';
import { frr } from '../drivers/frr.ts';
import { routingNeighbours, type RoutingNeighbour } from '../frr/neighbours.ts';
import { ask } from '../frr/vtysh.ts';
import type { Settings } from '../settings.ts';
import { fits } from '../words.ts';

/** Daemons that a start of FRRouting starts. */
function switchedOn(file: string): string[] {
  return file.split('\n').flatMap((line) => /^\s*([a-z0-9]+d)\s*=\s*"?(?:yes|true|[1-9]\d*)"?\s*$/.exec(line)?.[1] ?? []);
}

/** Whoever vtysh answers need not be one who may read the file. */
async function startFile(ssh: SshReader): Promise<string> {
  try {
    return Buffer.from((await ssh.readFile('/etc/frr/daemons'))?.content ?? []).toString('utf8');
  } catch (error) {
    if (error instanceof Refused) return '';
    throw error;
  }
}

function neighbourItem({ protocol, id, description, state, isAdjacent, isShutDown, prefixes }: RoutingNeighbour): Item {
  const called = description === null ? '' : `, ${description}`;
  const known = protocol === 'BGP' && isAdjacent ? `, ${prefixes} prefixes` : '';
  return { name: `${protocol} ${id}`, state: isAdjacent || isShutDown ? 'ok' : 'critical', summary: isShutDown ? `shut down${called}` : `${state}${known}${called}` };
}

/** Daemons of FRRouting that should run, and routers that it should exchange routes with. */
export const routing: Check<Settings> = async ({ ssh, settings: { routing: settings } }) => {
  const said = await ask(ssh, 'frrDaemons');
  if (said === null) return result.ok('no FRRouting here');
  const running = new Set(said.split(/\s+/).filter((word) => /^[a-z0-9]+$/.test(word)));
  const wanted = [...new Set([...frr.always, ...settings.daemons, ...switchedOn(await startFile(ssh))])].sort();
  const down = wanted.filter((daemon) => !running.has(daemon));
  const neighbours = (await routingNeighbours(ssh)).filter(({ id }) => !fits(settings.ignore, id));
  const adjacent = neighbours.filter(({ isAdjacent }) => isAdjacent);
  const ospf = adjacent.filter(({ protocol }) => protocol === 'OSPF').length;
  const items: Item[] = [
    ...down.map((name): Item => ({ name, state: 'critical', summary: 'does not run' })),
    ...(ospf < settings.ospfNeighbours ? [{ name: 'OSPF', state: 'critical', summary: `${ospf} of ${settings.ospfNeighbours} neighbours` } as const] : []),
    ...neighbours.map(neighbourItem),
  ];
  const metrics = [
    { name: 'daemons.down', value: down.length },
    { name: 'neighbours.established', value: adjacent.length },
    { name: 'neighbours.down', value: neighbours.filter(({ isAdjacent, isShutDown }) => !isAdjacent && !isShutDown).length },
    { name: 'prefixes.received', value: neighbours.reduce((sum, { prefixes }) => sum + prefixes, 0) },
  ];
  const ill = items.filter(({ state }) => state !== 'ok');
  const more = ill.length > 3 ? ` and ${ill.length - 3} more` : '';
  const summary = ill.length > 0 ? `${ill.slice(0, 3).map(({ name, summary: what }) => `${name}: ${what}`).join('; ')}${more}` : `${running.size} daemons run, ${adjacent.length} neighbours`;
  return result.fromItems(summary, items, metrics);
};
