import type { LinuxModel } from './linux-model.ts';

/** One section: its name and its lines. */
type Section = readonly [name: string, lines: readonly string[]];

const inodeBytes = 16;

function identity({ distribution, hostname, hardware }: LinuxModel): readonly Section[] {
  const { id, name, version, codename } = distribution;
  const words = `${version}${codename === '' ? '' : ` (${codename})`}`;
  return [
    ['os-release', [`PRETTY_NAME="${name} ${words}"`, `NAME="${name}"`, `VERSION_ID="${version}"`, `VERSION="${words}"`, `VERSION_CODENAME=${codename}`, `ID=${id}`]],
    ['hostname', [hostname]],
    ['dmi', hardware === undefined ? [] : [`sys_vendor=${hardware.vendor}`, `product_name=${hardware.model}`, `product_serial=${hardware.serial}`]],
  ];
}

function interfaces(model: LinuxModel): readonly Section[] {
  const loopback = '1\tlo\tunknown\t0x9\t\t65536\t00:00:00:00:00:00\t772\t\t';
  const rows = model.interfaces.map(({ name, mac, up, speedMb }, at) =>
    [at + 2, name, up ? 'up' : 'down', up ? '0x1003' : '0x1002', up ? speedMb : -1, 1_500, mac, 1, '', 'hardware'].join('\t'));
  const addresses = model.interfaces.map(({ name, address }, at) => `${at + 2}: ${name}    inet ${address} scope global ${name}\\       valid_lft forever preferred_lft forever`);
  return [
    ['interfaces', [loopback, ...rows]],
    ['addresses', ['1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever', ...addresses]],
  ];
}

function pressure(...names: readonly string[]): Section {
  return ['pressure', names.flatMap((name) => ['some', 'full'].map((share) => `${name} ${share} avg10=0.00 avg60=0.00 avg300=0.00 total=0`))];
}

const boots = ({ uptime }: LinuxModel, elapsed: number): readonly Section[] => [['running', [String(Math.floor(uptime + elapsed))]]];

function load(model: LinuxModel, elapsed: number): readonly Section[] {
  const jiffies = Math.floor((model.uptime + elapsed) * 100 * model.cpus);
  const busy = Math.floor(jiffies / 50);
  return [
    ['loadavg', [`${model.load.map((value) => value.toFixed(2)).join(' ')} 1/214 41873`]],
    ['cpus', [String(model.cpus)]],
    ['stat', [`cpu  ${busy} 0 ${busy} ${jiffies - 2 * busy} 0 0 0 0 0 0`, 'procs_running 1', 'procs_blocked 0']],
    pressure('cpu', 'io'),
    ['stat-later', [`cpu  ${busy + model.cpus * 2} 0 ${busy + model.cpus * 2} ${jiffies - 2 * busy + model.cpus * 96} 0 0 0 0 0 0`]],
  ];
}

function memory({ memoryMB: { total, available, swap, swapFree } }: LinuxModel): readonly Section[] {
  const fields = { MemTotal: total, MemFree: Math.floor(available / 2), MemAvailable: available, Buffers: Math.floor(available / 16), Cached: Math.floor(available / 3), SwapTotal: swap, SwapFree: swapFree };
  return [['meminfo', Object.entries(fields).map(([name, value]) => `${`${name}:`.padEnd(16)}${String(value).padStart(8)} kB`)], pressure('memory')];
}

function disks(model: LinuxModel): readonly Section[] {
  const percent = (used: number, all: number): string => `${all === 0 ? 0 : Math.ceil((used * 100) / all)}%`;
  const space = model.disks.map(({ device, type, sizeMB, usedMB, path }) => `${device} ${type} ${sizeMB} ${usedMB} ${sizeMB - usedMB} ${percent(usedMB, sizeMB)} ${path}`);
  const inodes = model.disks.map(({ device, sizeMB, usedMB, path }) => {
    const [all, used] = [Math.floor(sizeMB / inodeBytes), Math.floor(usedMB / inodeBytes / 8)];
    return `${device} ${all} ${used} ${all - used} ${percent(used, all)} ${path}`;
  });
  return [
    ['mounts', model.disks.map(({ device, path, type, readOnly }) => `${device} ${path} ${type} ${readOnly ? 'ro' : 'rw'},relatime`)],
    ['df', ['Filesystem Type 1024-blocks Used Available Capacity Mounted on', ...space]],
    ['inodes', ['Filesystem Inodes IUsed IFree IUse% Mounted on', ...inodes]],
  ];
}

function services({ failedServices }: LinuxModel): readonly Section[] {
  const units = ['ssh.service', 'cron.service', 'dbus.service', 'systemd-journald.service'];
  return [
    ['systemd', [failedServices.length === 0 ? 'running' : 'degraded']],
    ['failed', failedServices.map(({ unit, description }) => `${unit} loaded failed failed ${description}`)],
    ['units', units.map((unit) => `${unit} loaded active running ${unit}`)],
  ];
}

const timers = (): readonly Section[] => [['timers', []]];

const clock = (): readonly Section[] => [
  ['timedate', ['Timezone=Etc/UTC', 'NTP=yes', 'NTPSynchronized=yes']],
  ['timesync', ['Server: 192.0.2.123 (ntp)', 'Offset: +412us']],
];

const sockets = (): readonly Section[] => [['ss', ['tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*', 'tcp LISTEN 0 128 [::]:22 [::]:*']]];

const logins = (): readonly Section[] => [['who', []], ['last', []], ['refused', ['0']]];

const kernel = (): readonly Section[] => [['kernel', []]];

function inventory(model: LinuxModel): readonly Section[] {
  const blocks = [...new Set(model.disks.map(({ device }) => device.replace(/^\/dev\//, '').replace(/\d+$/, '')))];
  return [
    ...identity(model),
    ['cpu', ['Intel(R) Xeon(R) E-2314 CPU @ 2.80GHz']], ['cpus', [String(model.cpus)]], ['meminfo', [`MemTotal: ${model.memoryMB.total} kB`]],
    ['blocks', blocks.map((name) => `${name}\t209715200\t`)], ['packages', ['412', '3914082114 21034']],
  ];
}

function updates({ updates: pending, distribution, updatesFetched, rebootFor }: LinuxModel, elapsed: number): readonly Section[] {
  const source = (security: boolean): string => (security ? `Debian-Security:${distribution.version}/stable-security` : `Debian:${distribution.version}/stable`);
  return [
    ['apt', [
      ...pending.map(({ package: name, from, to, security }) => `Inst ${name} [${from}] (${to} ${source(security)} [amd64])`),
      ...pending.map(({ package: name, to, security }) => `Conf ${name} (${to} ${source(security)} [amd64])`),
    ]],
    ['cache-age', [String(Math.floor(updatesFetched + elapsed))]],
    ['reboot', rebootFor.length === 0 ? [] : ['required', ...rebootFor]],
  ];
}

const none = (): readonly Section[] => [];

const parts = { identity, interfaces, uptime: boots, load, memory, disks, services, timers, updates, clock, certificates: none, drives: none, raid: none, sockets, logins, kernel, inventory } as const;

/** Sections that only some machines have, by the part that prints them. */
const further: { readonly [part: string]: readonly string[] } = {
  uptime: ['before', 'starts'], services: ['openrc', 'openrc-all'], clock: ['chrony', 'ntp'], certificates: ['certificate-files', 'certificate-ports'], drives: ['blocks', 'smart'], raid: ['mdstat', 'zpool', 'lvs', 'vgs'], sockets: ['netstat'],
};

/** Parts that tell what time it is. */
const timed = new Set(['uptime', 'clock', 'disks', 'timers', 'certificates', 'inventory']);

function isPart(name: string): name is keyof typeof parts {
  return Object.hasOwn(parts, name);
}

/**
 * What the gather script of the Linux server plugin prints on this machine, format 1. `elapsed`: seconds since the
 * simulator was started; `now`: milliseconds since 1970.
 *
 * @experimental
 * @since 0.1.0
 */
export function gathered(model: LinuxModel, wanted: readonly string[], elapsed: number, now: number): string {
  const own = (name: string): readonly Section[] => {
    const lines = model.sections[name];
    return lines === undefined ? [] : [[name, lines]];
  };
  const read = (part: string): readonly Section[] => {
    if (!isPart(part)) return [];
    const made = parts[part](model, elapsed);
    const time: readonly Section[] = timed.has(part) ? [['now', [String(Math.floor(now / 1_000))]]] : [];
    return [...time, ...made.map(([name, lines]): Section => [name, model.sections[name] ?? lines]), ...(further[part] ?? []).flatMap(own)];
  };
  const sections: readonly Section[] = [['uname', ['Linux', model.kernel, model.machine]], ...wanted.flatMap(read)];
  return ['jackfield-gather 1', ...sections.flatMap(([name, lines]) => [`@${name} 0`, ...lines.map((line) => `|${line}`)]), '@end 0', ''].join('\n');
}
