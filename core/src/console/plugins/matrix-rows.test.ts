import { expect, test } from 'vitest';
import { keyLeads, matrixRows } from './matrix-rows.ts';

const site = (id: string, district: string, region = 'north') => ({ site: id, title: `Office ${id}`, district, region, plugins: [] });

test('sites stand under their district, once, also when they come in another order; each word that is typed has to fit', () => {
  const sites = [site('leeds', 'yorkshire'), site('bristol', 'avon', 'south'), site('york', 'yorkshire')];
  expect(matrixRows(sites, '')).toMatchObject({ found: 3, rows: [{ at: 'district:yorkshire' }, { at: 'site:leeds' }, { at: 'site:york' }, { at: 'district:avon' }, { at: 'site:bristol' }] });
  expect(matrixRows(sites, ' NORTH york').rows.map(({ at }) => at)).toEqual(['district:yorkshire', 'site:leeds', 'site:york']);
  expect(matrixRows(sites, 'nowhere')).toEqual({ rows: [], found: 0 });
});

test('keys go from cell to cell and stay within', () => {
  const size = { rows: 40, columns: 3 };
  const lead = (key: string, row: number, column: number, ctrl = false) => keyLeads(key, ctrl, { row, column }, size);
  expect([lead('ArrowDown', 0, 1), lead('ArrowLeft', 0, 0), lead('PageDown', 35, 2), lead('Home', 5, 2), lead('End', 5, 0), lead('End', 5, 0, true), lead('Home', 5, 2, true)]).toEqual([
    { row: 1, column: 1 }, { row: 0, column: 0 }, { row: 39, column: 2 }, { row: 5, column: 0 }, { row: 5, column: 2 }, { row: 39, column: 2 }, { row: 0, column: 0 },
  ]);
  expect(lead('x', 0, 0)).toBeNull();
});
