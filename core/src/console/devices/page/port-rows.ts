import type { Schemas } from '../../api/index.ts';
import { bySeverity, type State } from '../../parts/index.ts';

type Detail = Schemas['DeviceDetail'];
type Item = Schemas['Check']['items'][number];

/** A port with what checks say of it, and with what hangs there. */
export interface PortRow {
  readonly port: Detail['interfaces'][number];
  /** The worst that a check says of it; null when none looks at it. */
  readonly state: State | null;
  readonly summary: string;
  readonly metrics: NonNullable<Item['metrics']>;
  /** The ends at the other side of its links. */
  readonly neighbours: readonly { readonly device: string | null; readonly name: string; readonly port: string | null }[];
}

/** Ports, those that a check complains of first; then in their order on the device. */
export function portRows({ id, interfaces, checks, neighbours }: Detail, links: readonly Schemas['Link'][]): readonly PortRow[] {
  const items = Map.groupBy(checks.flatMap((check) => check.items), ({ name }) => name);
  const far = links.flatMap(({ ends }) => {
    const own = ends.find(({ device }) => device === id);
    return own?.port === undefined || own.port === null ? [] : ends.filter(({ device }) => device !== id).map((end) => ({ at: own.port, device: end.device, name: end.name, port: end.port }));
  });
  return interfaces.map((port): PortRow => {
    const named = new Set([port.name, port.description, port.alias]);
    const said = [port.name, port.description].flatMap((name) => (name === null ? [] : (items.get(name) ?? [])));
    const worst = said.toSorted((a, b) => bySeverity(a.state, b.state))[0];
    const linked = far.filter(({ at }) => named.has(at)).map(({ device, name, port: other }) => ({ device, name, port: other }));
    const told = neighbours.filter(({ localPort, remoteName }) => named.has(localPort) && remoteName !== null && !linked.some(({ name }) => name === remoteName)).map(({ remoteName, remotePort }) => ({ device: null, name: remoteName ?? '', port: remotePort }));
    return { port, state: worst?.state ?? null, summary: worst?.summary ?? '', metrics: said.flatMap(({ metrics = [] }) => metrics), neighbours: [...linked, ...told] };
  }).toSorted((a, b) => bySeverity(a.state, b.state) || a.port.index - b.port.index);
}
