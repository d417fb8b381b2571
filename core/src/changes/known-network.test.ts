import { expect, test } from 'vitest';
import type { ManagedDevice } from '../inventory/index.ts';
import { network } from './testing/linked-devices.ts';
import { cutOff } from './blast-radius.ts';
import { dependencyPath } from './dependency-path.ts';
import { blastRadiusOf } from './who-loses.ts';

test('who loses what is reckoned from the neighbours of an inventory once, until it changes', () => {
  let reads = 0;
  const watched = (device: ManagedDevice): ManagedDevice => ({ ...device, get neighbours() { reads += 1; return device.neighbours; } });
  const devices = network([['core', 'east', 'Te1', '49'], ['east', 'desk', '1', 'eth0']], { core: { anchor: 'yes' } }).map(watched);
  const risks = [{ device: 'dev-east', port: null }];
  expect(blastRadiusOf(risks, devices).lost.map(({ device }) => device)).toEqual(['dev-desk']);
  const first = reads;
  blastRadiusOf([{ device: 'dev-core', port: 'Te1' }], devices);
  expect([...cutOff(risks, devices)]).toEqual(['dev-desk']);
  expect(dependencyPath('dev-desk', devices)).toEqual(['dev-core', 'dev-east', 'dev-desk']);
  expect(reads).toBe(first);
  // East and the desk are linked no more: another version of the inventory.
  expect(blastRadiusOf(risks, devices.map((device) => ({ ...device, neighbours: device.name === 'core' ? device.neighbours : [] }))).lost).toEqual([]);
});
