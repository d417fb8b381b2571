import { parseArgs } from 'node:util';
import { discoverRecorded, loadProfiles, profilesOfOthers } from './discover-recorded.ts';
import { discoverOnTheWire } from './discover-on-the-wire.ts';
import { fleetDevices, fleetFolder, scoreFleet, unpackFleet } from './fleet.ts';
import { countSensors, scoreSensors, sensorFailures } from './score-sensors.ts';

// npm run fleet [-- --failures model] [--only REGEX] [--no-profiles | --no-own] [--wire]: the plugin against the recorded devices, scored.
// --no-own takes from each device the profiles that fit it: what is said of a maker that nobody described.
// --wire serves them on loopback and lets the whole host discover them; without it the plugin reads them from memory.
const { values } = parseArgs({
  options: { failures: { type: 'string' }, only: { type: 'string' }, profiles: { type: 'boolean', default: true }, own: { type: 'boolean', default: true }, wire: { type: 'boolean', default: false } },
  allowNegative: true,
});
const folder = fleetFolder();
if (folder === null) {
  process.stdout.write('No recorded devices on this machine: skipped.\n');
} else {
  const recordings = unpackFleet(folder);
  const devices = fleetDevices(recordings).filter(({ name }) => values.only === undefined || new RegExp(values.only).test(name));
  const options = values.failures === undefined || values.failures === 'sensors' ? [] : ['--failures', values.failures];
  if (values.wire) {
    const { found, elapsedMs, problems, restarts } = await discoverOnTheWire(devices);
    process.stdout.write(scoreFleet(folder, devices, found, options));
    process.stdout.write(`${devices.length} devices in ${(elapsedMs / 1_000).toFixed(1)} s through the whole host; ${restarts} restarts of the plugin; ${problems.length} problems\n`);
    for (const problem of problems) process.stdout.write(`  ${problem}\n`);
    process.exit(0);
  }
  const profiles = values.profiles ? loadProfiles() : [];
  const results = await Promise.all(devices.map((device) => discoverRecorded(device, values.own ? profiles : profilesOfOthers(profiles, device))));
  process.stdout.write(scoreFleet(folder, devices, results.map(({ found }) => found), options));
  const sensors = (await Promise.all(devices.map((device) => countSensors(recordings, device, profiles)))).filter((counts) => counts !== null);
  process.stdout.write(scoreSensors(sensors));
  if (values.failures === 'sensors') process.stdout.write(sensorFailures(sensors));
  const mean = (pick: (one: (typeof results)[number]) => number): string => (results.reduce((sum, one) => sum + pick(one), 0) / results.length).toFixed(1);
  process.stdout.write(`requests a device: identify ${mean((one) => one.identifyRequests)}, inspect ${mean((one) => one.inspectRequests)} (a table column counts as one)\n`);
}
