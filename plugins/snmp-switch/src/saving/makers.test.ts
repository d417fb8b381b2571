import { createTestHost } from '@jackfield/core/testing';
import type { SnmpTableInput } from '@jackfield/sdk/testing';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import plugin from '../plugin.ts';
import { profile } from '../schemas.ts';

const directory = new URL('../..', import.meta.url);
const integer = { type: 'Integer', access: 'create' } as const;
const row = { type: 'RowStatus', access: 'create' } as const;

/** A table that has one instance of a scalar. */
const scalar = (entry: string, column: number, access: 'write' | 'read' = 'write', value = 1): SnmpTableInput =>
  ({ entry, index: ['integer'], columns: { [column]: { type: 'Integer', access } }, rows: [{ index: [0], values: { [column]: value } }] });
const radlan = (entry: string): SnmpTableInput => ({ entry, index: ['integer'], columns: { 3: integer, 7: integer, 8: integer, 12: integer, 17: row } });

/** With how many objects each of its SETs is about: what it does not know it refuses, and is told in the next way. */
const makers: readonly (readonly [maker: string, objectID: string, descr: string, tables: readonly SnmpTableInput[], sets: readonly number[]])[] = [
  ['Cisco IOS of before CISCO-CONFIG-COPY-MIB', '1.3.6.1.4.1.9.1.324', 'Cisco Internetwork Operating System Software IOS (tm) C2950 Software, Version 12.0(5)', [scalar('1.3.6.1.4.1.9.2.1', 54)], [3, 1]],
  ['Cisco Small Business', '1.3.6.1.4.1.9.6.1.83.26.1', '26-Port Gigabit Smart Switch', [radlan('1.3.6.1.4.1.9.6.1.101.87.2.1')], [5, 1]],
  ['Dell PowerConnect', '1.3.6.1.4.1.674.10895.3021', 'Ethernet Switch', [radlan('1.3.6.1.4.1.89.87.2.1')], [1, 5, 1]],
  ['Huawei', '1.3.6.1.4.1.2011.2.23.494', 'Huawei Versatile Routing Platform Software VRP (R) software, Version 5.170 (S5720 V200R019C10SPC500)', [
    { entry: '1.3.6.1.4.1.2011.6.10.1.2.4.1', index: ['integer'], columns: { 2: integer, 9: row } },
    { entry: '1.3.6.1.4.1.2011.6.10.1.2.5.1', augments: '1.3.6.1.4.1.2011.6.10.1.2.4.1', columns: { 2: { type: 'Integer', ofIndex: true }, 4: { type: 'Integer', default: 2 } } },
  ], [2, 1]],
  ['D-Link', '1.3.6.1.4.1.171.10.117.1.1', 'DGS-3120-24TC Gigabit Ethernet Switch', [scalar('1.3.6.1.4.1.171.12.1.2', 6), scalar('1.3.6.1.4.1.171.12.1.1', 4, 'read', 3)], [1]],
  ['Netgear', '1.3.6.1.4.1.4526.100.1.19', 'GSM7224V2 - 24GE L2 Managed Switch, 5.3.0.29', [scalar('1.3.6.1.4.1.4526.10.1.3', 1)], [1]],
];

test.each(makers)('a switch of %s is told to save, within the permissions of the manifest', async (_maker, objectID, descr, tables, counts) => {
  await using host = await createTestHost({ plugin, directory, devices: { switch: { snmp: { model: { name: 'switch', descr, objectID, tables: [...tables] } } } } });
  expect(await host.save('agent', 'switch')).toBe(true);
  const sets = host.operations.filter(({ op }) => op === 'snmp.set');
  expect(sets.every(({ refused }) => refused === null)).toBe(true);
  expect(sets.map(({ request }) => JSON.stringify(request).match(/"Integer"/g)?.length)).toEqual(counts);
});

test('what profiles have set is what the manifest may write', () => {
  const writable = manifest.jackfield.permissions.snmp.write;
  const stray = globSync(join(import.meta.dirname, '../../profiles/*.yaml')).flatMap((file) => {
    const cells = (profile.parse(parse(readFileSync(file, 'utf8'))).systems ?? []).flatMap(({ save = [] }) => save.flatMap(({ set, remove = {} }) => [...Object.keys(set), ...Object.keys(remove)]));
    return cells.filter((cell) => !writable.some((root) => cell.startsWith(`${root}.`))).map((cell) => `${basename(file)}: ${cell}`);
  });
  expect(stray).toEqual([]);
});
