import { expect, test } from 'vitest';
import { discoverRecorded, loadProfiles } from './discover-recorded.ts';
import { fleetDevices, fleetFolder, scoreFleet, unpackFleet } from './fleet.ts';

const folder = fleetFolder();
if (folder === null) process.stdout.write('skipped: needs recordings of real SNMP agents, which are not part of the project (JACKFIELD_SHARED names the folder that has them under fleet/)\n');

// The recordings are not ours to publish: without them there is nothing to run against.
test.skipIf(folder === null)('every recorded device is found and named, none crashes the plugin', { timeout: 120_000 }, async () => {
  if (folder === null) return;
  const devices = fleetDevices(unpackFleet(folder));
  const profiles = loadProfiles();
  const found = [];
  for (const device of devices) found.push((await discoverRecorded(device, profiles)).found);
  expect(found.filter(({ name }) => name === null || name.trim() === '')).toEqual([]);
  const table = scoreFleet(folder, devices, found);
  process.stdout.write(table);
  expect(table).toMatch(/^found .* 100\.0 .* 100\.0$/m);
});
