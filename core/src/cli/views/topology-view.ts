import type { CommandResult } from '../../api/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { plain } from '../text.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;
type Links = CommandResult<'links'>;

/** What a link is known by, in words. */
export const proofs = { both: 'told by both ends', one: 'told by one end', address: 'an address learnt at its port' } as const;

const portCell = ({ port, aggregate }: Links[number]['ends'][number]): string => `${port ?? ''}${aggregate === null ? '' : ` (${aggregate})`}`;

function linkTable(links: Links, { colours, columns }: View): string {
  return table(
    [{ title: 'DEVICE', firm: true }, { title: 'PORT', firm: true }, { title: 'DEVICE', firm: true }, { title: 'PORT', firm: true }, { title: 'KNOWN BY' }, { title: 'PROTOCOL', spare: 1 }],
    links.map(({ ends, proof, protocol }) => [
      ...ends.flatMap((end) => [end.name, portCell(end)]),
      { text: proofs[proof], style: proof === 'both' ? colours.green : colours.dim }, protocol ?? '',
    ]), columns, colours.dim,
  );
}

export function linksView(links: Links, view: View): string {
  if (links.length === 0) return 'No links known: no device of the inventory tells of another one (LLDP, CDP), and no address of one was learnt behind a port.\n';
  return linkTable(links.toSorted((a, b) => (a.ends[0]?.name ?? '').localeCompare(b.ends[0]?.name ?? '') || (a.ends[0]?.port ?? '').localeCompare(b.ends[0]?.port ?? '')), view);
}

export function whereView({ what, devices, links, seen }: CommandResult<'where'>, view: View): string {
  if (links.length === 0 && seen.length === 0) return `Nobody has seen ${plain(what)} behind a port with few addresses. Switches are looked at by \`jackfield discover\`.\n`;
  const head = devices.length > 0 && !devices.includes(what) ? `${plain(what)} is ${devices.map(plain).join(', ')}.\n` : '';
  const ports = seen.length === 0 ? [] : [table(
    [{ title: 'ADDRESS', firm: true }, { title: 'BEHIND', firm: true }, { title: 'PORT', firm: true }, { title: 'VLAN', align: 'right' }, { title: 'WHERE' }],
    seen.map(({ mac, device, port, vlan, isEdge }) => [mac, device, port, vlan === null ? '' : String(vlan), { text: isEdge ? 'here' : 'on the way: more hangs at this port', style: isEdge ? view.colours.green : view.colours.dim }]),
    view.columns, view.colours.dim,
  )];
  return [head, ...ports, ...(links.length === 0 ? [] : [linkTable(links, view)])].filter((part) => part !== '').join('\n');
}
