import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** The folder with the recorded devices; null where this machine has none. */
export function fleetFolder(): string | null {
  const folder = join(process.env['JACKFIELD_SHARED'] ?? resolve(root, '../shared'), 'fleet');
  return existsSync(join(folder, 'train.tar.gz')) ? folder : null;
}

/** Unpacks the recordings into a folder outside the working tree, once for each version of the archive. */
export function unpackFleet(folder: string): string {
  const archive = join(folder, 'train.tar.gz');
  const target = join(tmpdir(), `jackfield-fleet-${readFileSync(archive).length}`);
  if (existsSync(join(target, 'train/index.json'))) return join(target, 'train');
  mkdirSync(target, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['xzf', archive, '-C', target], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  return join(target, 'train');
}

export interface FleetDevice {
  readonly name: string;
  readonly address: string;
  /** Its .snmprec file. */
  readonly file: string;
}

/** The recorded devices, each with a loopback address of its own; the recordings of contexts belong to their device. */
export function fleetDevices(folder: string): readonly FleetDevice[] {
  const files = globSync(join(folder, 'snmprec/*.snmprec')).filter((file) => !basename(file).includes('@'));
  return files.sort().map((file, at) => ({
    name: basename(file, '.snmprec'),
    address: `127.50.${Math.floor(at / 250)}.${(at % 250) + 1}`,
    file,
  }));
}

/** One device as the score's FOUND.json wants it. */
export interface FoundDevice {
  readonly address: string;
  readonly os: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  readonly name: string | null;
  readonly interfaces: readonly object[];
  readonly neighbours: readonly object[];
}

/** Runs the ruler over what was found and returns its table. */
export function scoreFleet(folder: string, devices: readonly FleetDevice[], found: readonly FoundDevice[], options: readonly string[] = []): string {
  using directory = mkdtempDisposableSync(join(tmpdir(), 'jackfield-score-'));
  const [map, foundFile] = [join(directory.path, 'MAP.json'), join(directory.path, 'FOUND.json')];
  writeFileSync(map, JSON.stringify(devices.map(({ name, address }, index) => ({ address, port: 161, index, device: name, replica: 0 }))));
  writeFileSync(foundFile, JSON.stringify(found));
  const { stdout, stderr, status } = spawnSync(
    'python3',
    [join(folder, 'score'), '--map', map, '--expected', join(folder, 'train.tar.gz'), '--found', foundFile, ...options],
    { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 },
  );
  if (status !== 0) throw new Error(`score: ${stderr}`);
  return stdout;
}
