import type { Schemas } from '../api/index.ts';

type Site = Schemas['PluginMatrix']['sites'][number];

/** A line of the matrix: a district, which is edited for all its sites, or a site. */
export type MatrixRow = { readonly at: string; readonly district: string } | { readonly at: string; readonly site: Site };

/** The sites that what is typed finds, each under its district. */
export function matrixRows(sites: readonly Site[], typed: string): { readonly rows: readonly MatrixRow[]; readonly found: number } {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = sites.filter(({ site, title, district, region }) => words.every((word) => `${site} ${title} ${district} ${region}`.toLowerCase().includes(word)));
  const rows = [...Map.groupBy(found, ({ district }) => district)].flatMap(([district, all]): MatrixRow[] => [{ at: `district:${district}`, district }, ...all.map((site) => ({ at: `site:${site.site}`, site }))]);
  return { rows, found: found.length };
}

export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads from a cell; null for one that leads nowhere. With Ctrl, Home and End go to the corners. */
export function keyLeads(key: string, ctrl: boolean, { row, column }: Spot, { rows, columns }: { readonly rows: number; readonly columns: number }): Spot | null {
  const moves: { readonly [key: string]: readonly [rows: number, columns: number] } = {
    ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [10, 0], PageUp: [-10, 0], Home: [ctrl ? -Infinity : 0, -Infinity], End: [ctrl ? Infinity : 0, Infinity],
  };
  const move = moves[key];
  if (move === undefined) return null;
  const within = (at: number, count: number): number => Math.max(0, Math.min(count - 1, at));
  return { row: within(row + move[0], rows), column: within(column + move[1], columns) };
}
