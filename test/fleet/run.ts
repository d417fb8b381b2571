import { parseArgs } from 'node:util';
import { discoverRecorded, loadProfiles, profilesOfOthers } from './discover-recorded.ts';
import { discoverOnTheWire } from './discover-on-the-wire.ts';
import { fleetDevices, fleetFolder, scoreFleet, unpackFleet, type FleetDevice } from './fleet.ts';
import { countSensors, scoreSensors, sensorFailures } from './score-sensors.ts';

const usage = `npm run fleet [-- OPTIONS]

snmp-switch against the recorded devices, scored by their ruler: what it finds with its profiles, how far the general rules carry
without them and without those that fit the very device, and what it misses.

  --only REGEX      these devices
  --failures FIELD  what is missed of one field of the table, or of "sensors", and no more
  --no-own          take from each device the profiles that fit it: what is said of a maker that nobody described
  --no-profiles     take all of them away
  --wire            serve the recordings on loopback and let the whole host discover them
  --help            this text
`;

const facts = ['vendor', 'model', 'version', 'serial'];
const print = (text: string): void => void process.stdout.write(text);
type Profiles = ReturnType<typeof loadProfiles>;

async function onTheWire(folder: string, devices: readonly FleetDevice[], options: readonly string[]): Promise<void> {
  const { found, elapsedMs, problems, restarts } = await discoverOnTheWire(devices);
  print(scoreFleet(folder, devices, found, options));
  print(`${devices.length} devices in ${(elapsedMs / 1_000).toFixed(1)} s through the whole host; ${restarts} restarts of the plugin; ${problems.length} problems\n`);
  for (const problem of problems) print(`  ${problem}\n`);
}

async function fromMemory(folder: string, recordings: string, devices: readonly FleetDevice[], failures: string | undefined, kept: 'all' | 'others' | 'none'): Promise<void> {
  const all = loadProfiles();
  const discover = (which: typeof kept) =>
    Promise.all(devices.map((device) => discoverRecorded(device, which === 'all' ? all : which === 'none' ? [] : profilesOfOthers(all, device))));
  const results = await discover(kept);
  const found = results.map((one) => one.found);
  const table = scoreFleet(folder, devices, found);
  const missed = (field: string): string => scoreFleet(folder, devices, found, ['--failures', field]).split('\n').filter((line) => !table.includes(line)).join('\n');
  print(table);
  print(await sensors(recordings, devices, kept === 'none' ? [] : all, failures === 'sensors'));
  const mean = (pick: (one: (typeof results)[number]) => number): string => (results.reduce((sum, one) => sum + pick(one), 0) / results.length).toFixed(1);
  print(`requests a device: identify ${mean((one) => one.identifyRequests)}, inspect ${mean((one) => one.inspectRequests)} (a table column counts as one)\n`);
  if (failures !== undefined) return failures === 'sensors' ? undefined : print(`\nmissed, ${failures}:\n${missed(failures)}\n`);
  if (kept !== 'all') return;
  for (const [title, which] of [['without the profiles that fit the very device', 'others'], ['without any profile', 'none']] as const) {
    const lines = scoreFleet(folder, devices, (await discover(which)).map((one) => one.found)).split('\n').filter((line) => facts.some((fact) => line.startsWith(`${fact} `)));
    print(`\n${title}\n${lines.join('\n')}\n`);
  }
  for (const fact of facts) print(`\nmissed, ${fact}:\n${missed(fact)}\n`);
}

async function sensors(recordings: string, devices: readonly FleetDevice[], profiles: Profiles, withFailures: boolean): Promise<string> {
  const counts = (await Promise.all(devices.map((device) => countSensors(recordings, device, profiles)))).filter((one) => one !== null);
  return scoreSensors(counts) + (withFailures ? sensorFailures(counts) : '');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      failures: { type: 'string' }, only: { type: 'string' }, profiles: { type: 'boolean', default: true }, own: { type: 'boolean', default: true }, wire: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values.help) return print(usage);
  const folder = fleetFolder();
  if (folder === null) return print('No recorded devices on this machine: skipped.\n');
  const recordings = unpackFleet(folder);
  const { only, failures } = values;
  const devices = fleetDevices(recordings).filter(({ name }) => only === undefined || new RegExp(only).test(name));
  if (values.wire) return onTheWire(folder, devices, failures === undefined ? [] : ['--failures', failures]);
  return fromMemory(folder, recordings, devices, failures, values.profiles ? (values.own ? 'all' : 'others') : 'none');
}

await main();
process.exit(0);
