import { parseArgs } from 'node:util';
import { discoverRecorded, loadProfiles } from './discover-recorded.ts';
import { fleetDevices, fleetFolder, scoreFleet, unpackFleet } from './fleet.ts';

// npm run fleet [-- --failures model] [--only REGEX] [--no-profiles]: the plugin against the recorded devices, scored.
const { values } = parseArgs({
  options: { failures: { type: 'string' }, only: { type: 'string' }, profiles: { type: 'boolean', default: true } },
  allowNegative: true,
});
const folder = fleetFolder();
if (folder === null) {
  process.stdout.write('No recorded devices on this machine: skipped.\n');
} else {
  const devices = fleetDevices(unpackFleet(folder)).filter(({ name }) => values.only === undefined || new RegExp(values.only).test(name));
  const profiles = values.profiles ? loadProfiles() : [];
  const results = await Promise.all(devices.map((device) => discoverRecorded(device, profiles)));
  const options = values.failures === undefined ? [] : ['--failures', values.failures];
  process.stdout.write(scoreFleet(folder, devices, results.map(({ found }) => found), options));
  const mean = (pick: (one: (typeof results)[number]) => number): string => (results.reduce((sum, one) => sum + pick(one), 0) / results.length).toFixed(1);
  process.stdout.write(`requests a device: identify ${mean((one) => one.identifyRequests)}, inspect ${mean((one) => one.inspectRequests)} (a table column counts as one)\n`);
}
