import { z } from 'zod';

const expression = z.string().meta({ format: 'regex' });
const oneLine = z.string().regex(/^[^\r\n]+$/, 'one line');
const percent = z.number().min(0).max(100);
const validators = ['none', 'sshd', 'sudoers', 'nginx', 'nftables', 'haproxy', 'named', 'sh', 'bash'] as const;

export const settings = z
  .strictObject({
    load: z
      .strictObject({
        warning: z.number().min(0).default(2).meta({ title: 'Load per CPU, warning', description: 'Mean of 5 minutes.', unit: 'processes' }),
        critical: z.number().min(0).default(5).meta({ title: 'Load per CPU, critical', description: 'Mean of 5 minutes.', unit: 'processes' }),
        pressureWarning: percent.default(60).meta({ title: 'Time some process waited for a disk, warning', description: 'Of the last minute; pressure stall information of the kernel.', unit: '%' }),
      })
      .prefault({}),
    uptime: z
      .strictObject({
        warnBelow: z.int().min(0).max(3_600).default(600).meta({ title: 'Warn after a start', description: 'For so long; at most an hour.', unit: 'seconds' }),
      })
      .prefault({}),
    memory: z
      .strictObject({
        warning: percent.default(90).meta({ title: 'Memory in use, warning', unit: '%' }),
        critical: percent.default(97).meta({ title: 'Memory in use, critical', unit: '%' }),
        swapWarning: percent.default(80).meta({ title: 'Swap in use, warning', unit: '%' }),
        pressureWarning: percent.default(30).meta({ title: 'Time some process waited for memory, warning', description: 'Of the last minute; pressure stall information of the kernel.', unit: '%' }),
      })
      .prefault({}),
    disks: z
      .strictObject({
        warning: percent.default(85).meta({ title: 'Space in use, warning', unit: '%' }),
        critical: percent.default(95).meta({ title: 'Space in use, critical', unit: '%' }),
        inodesWarning: percent.default(85).meta({ title: 'Inodes in use, warning', unit: '%' }),
        inodesCritical: percent.default(95).meta({ title: 'Inodes in use, critical', unit: '%' }),
        forecastWarning: z.number().min(0).default(7).meta({ title: 'Time until a disk is full, warning', description: 'As it grew since the host began to look; 0 for never.', unit: 'days' }),
        forecastCritical: z.number().min(0).default(0.25).meta({ title: 'Time until a disk is full, critical', unit: 'days' }),
        ignore: expression
          .default('^/(dev|proc|sys|run/(user|credentials)|snap|var/lib/(docker|containers|kubelet))(/|$)')
          .meta({ title: 'Ignored mounts', description: 'Regular expression of mount points.' }),
        readOnly: expression.default('').meta({ title: 'Mounts meant to be read-only', description: 'Regular expression; any other disk that is read-only is critical.' }),
      })
      .prefault({}),
    services: z
      .strictObject({
        watch: expression.default('').meta({ title: 'Watched services', description: 'Regular expression; a failed service whose name fits is critical, any other a warning.' }),
        ignore: expression.default('').meta({ title: 'Ignored services', description: 'Regular expression.' }),
        wanted: z.array(oneLine).default([]).meta({ title: 'Wanted services', description: 'Units of systemd or services of OpenRC that must run, such as nginx; one that does not, or that failed, is critical.' }),
      })
      .prefault({}),
    timers: z
      .strictObject({
        ignore: expression.default('').meta({ title: 'Ignored timers', description: 'Regular expression.' }),
        maxAge: z.record(oneLine, z.number().min(0)).default({}).meta({ title: 'Longest time between two runs', description: 'By timer, such as backup: 26; one that ran longer ago, never, or is not there is critical.', unit: 'hours' }),
      })
      .prefault({}),
    clock: z
      .strictObject({
        warning: z.number().min(0).default(0.5).meta({ title: 'Clock off, warning', unit: 'seconds' }),
        critical: z.number().min(0).default(5).meta({ title: 'Clock off, critical', unit: 'seconds' }),
        unsynchronized: z.enum(['ok', 'warning', 'critical']).default('warning').meta({ title: 'State while nothing keeps the clock right' }),
      })
      .prefault({}),
    certificates: z
      .strictObject({
        files: z.array(z.string().regex(/^\/[^\r\n]*$/, 'an absolute path')).default([]).meta({ title: 'Certificates in files', description: 'Paths of PEM files; the first certificate of each counts.' }),
        ports: z.array(z.string().regex(/^([A-Za-z0-9._-]+:)?\d{1,5}$/, 'a port, or a name and a port')).default([]).meta({ title: 'Certificates of ports', description: 'Ports of the machine that speak TLS, such as 443, or www.example.org:443 to have the name checked as well.' }),
        warning: z.number().min(0).default(21).meta({ title: 'Time until the end, warning', unit: 'days' }),
        critical: z.number().min(0).default(7).meta({ title: 'Time until the end, critical', unit: 'days' }),
        verify: z.enum(['ok', 'warning', 'critical']).default('warning').meta({ title: 'State of a port whose chain or name does not hold', description: 'By the authorities that the machine itself trusts.' }),
      })
      .prefault({}),
    drives: z
      .strictObject({
        reallocatedWarning: z.int().min(1).default(10).meta({ title: 'Replaced sectors, warning', unit: 'sectors' }),
        wearWarning: percent.default(90).meta({ title: 'Wear of solid state drives, warning', unit: '%' }),
      })
      .prefault({}),
    sockets: z
      .strictObject({
        expected: z.array(z.string().regex(/^(tcp|udp)\/\d{1,5}$/, 'tcp/PORT or udp/PORT')).default([]).meta({ title: 'Ports that must listen', description: 'Such as tcp/22; one that does not is critical.' }),
        allowed: expression.default('').meta({ title: 'Ports that may listen', description: 'Regular expression of names such as udp/123. Where it is set, any other port that is open to others is a warning.' }),
      })
      .prefault({}),
    logins: z
      .strictObject({
        sources: expression.default('').meta({ title: 'Where people log in from', description: 'Regular expression of addresses; where it is set, a login from elsewhere is a warning.' }),
        refusedWarning: z.int().min(1).default(500).meta({ title: 'Refused logins, warning', description: 'Within an hour.', unit: 'logins' }),
      })
      .prefault({}),
    kernel: z
      .strictObject({
        window: z.int().min(5).max(10_080).default(60).meta({ title: 'How far back the log of the kernel is read', description: 'What it complained of stays told for this long.', unit: 'minutes' }),
        ignore: expression.default('').meta({ title: 'Ignored lines', description: 'Regular expression.' }),
      })
      .prefault({}),
    support: z
      .strictObject({
        warning: z.number().min(0).default(180).meta({ title: 'Time until the support of the release ends, warning', unit: 'days' }),
        ended: z.enum(['ok', 'warning', 'critical']).default('warning').meta({ title: 'State when the support has ended' }),
        ends: z.record(oneLine, z.iso.date()).default({}).meta({ title: 'End of support', description: 'By ID and version of os-release, such as debian 12: 2029-06-30, for support that was bought or is not known here.' }),
      })
      .prefault({}),
    updates: z
      .strictObject({
        security: z.enum(['ok', 'warning', 'critical']).default('warning').meta({ title: 'State while security updates wait' }),
        warning: z.int().min(0).default(0).meta({ title: 'Updates of any kind, warning', description: '0: their number alone is no reason to warn.', unit: 'packages' }),
        maxCacheAge: z.number().min(0).default(72).meta({ title: 'Oldest package lists that still count', unit: 'hours' }),
        reboot: z.enum(['ok', 'warning', 'critical']).default('warning').meta({ title: 'State while a restart is needed' }),
      })
      .prefault({}),
    unit: z
      .strictObject({
        settle: z.int().min(0).max(120).default(5).meta({ title: 'Time that a unit has to stay active', description: 'After it was started by a change; one that ends or starts again meanwhile is put back.', unit: 'seconds' }),
      })
      .prefault({}),
    file: z
      .strictObject({
        validate: z
          .record(z.string().regex(/^\//, 'an absolute path'), z.enum(validators))
          .default({})
          .meta({
            title: 'Validation of further files',
            description: 'By path, or by folder with a / at its end: what a new content must pass before it takes its place; "none" switches off what the plugin would choose.',
          }),
      })
      .prefault({}),
  })
  .meta({ title: 'Linux server' });

export const file = z
  .strictObject({
    path: z.string().regex(/^\/(?!.*\/$)/, 'an absolute path of a file').meta({ title: 'Path' }),
    exists: z.boolean().default(true).meta({ title: 'Exists', description: 'false removes the file.' }),
    content: z.string().optional().meta({ title: 'Content', description: 'Left out: as it is.' }),
    encoding: z.enum(['utf8', 'base64']).default('utf8').meta({ title: 'Encoding of the content' }),
    mode: z
      .string()
      .regex(/^0?[0-7]{3,4}$/, 'octal permission bits, such as 0644')
      .optional()
      .meta({ title: 'Mode', description: 'Octal, in quotes. Left out: as it is, 0644 for a new file.' }),
    uid: z.int().min(0).optional().meta({ title: 'Owner', description: 'Numeric. Left out: as it is, 0 for a new file.' }),
    gid: z.int().min(0).optional().meta({ title: 'Group', description: 'Numeric. Left out: as it is, 0 for a new file.' }),
  })
  .meta({ title: 'File' });

export const network = file.extend({
  path: z.string().regex(/^\/etc\/(ssh|netplan|systemd\/network|network)[./](?!.*\/$)/, 'a file of sshd, netplan, systemd-networkd or ifupdown').meta({ title: 'Path' }),
}).meta({ title: 'Network or SSH server' });

export const firewall = file.extend({
  path: z.string().regex(/^\/etc\/nftables(\.conf|\.d\/[^/]+)$/, '/etc/nftables.conf or a file of /etc/nftables.d').meta({ title: 'Path', description: 'What is loaded is /etc/nftables.conf, with all that it includes.' }),
}).meta({ title: 'Packet filter' });

const exists = (meaning: string) => z.boolean().default(true).meta({ title: 'Exists', description: meaning });

const packageSchema = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.+_-]*$/, 'the name of a package').meta({ title: 'Package', description: 'As the machine\'s package manager calls it.' }),
    exists: exists('false takes it away; its configuration files stay.'),
    version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.+~:_^-]*$/, 'a version').optional().meta({ title: 'Version', description: 'Exact. Left out: the one that is installed, else the newest that the machine knows.' }),
    held: z.boolean().optional().meta({ title: 'Held', description: 'Updates leave it alone; apt only. Left out: as it is.' }),
  })
  .meta({ title: 'Package' });

// The word is kept for the language's own use: it can be a name outside alone.
export { packageSchema as package };

export const unit = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:_.\\@-]*$/, 'the name of a unit').meta({ title: 'Unit', description: 'Of systemd with its ending, such as nginx.service or backup.timer; of OpenRC without.' }),
    enabled: z.boolean().optional().meta({ title: 'Enabled', description: 'Starts with the machine. Left out: as it is.' }),
    active: z.boolean().optional().meta({ title: 'Active', description: 'Runs now, and stays. Left out: as it is.' }),
  })
  .meta({ title: 'Unit' });

export const timer = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'letters, digits, _ and -').meta({ title: 'Timer', description: 'Without an ending: NAME.timer and NAME.service of systemd, or /etc/cron.d/NAME.' }),
    exists: exists('false takes it away.'),
    calendar: oneLine.optional().meta({ title: 'When, by systemd', description: 'As OnCalendar takes it, such as daily or Mon..Fri 03:30. What was missed while the machine was off runs at its start.' }),
    cron: z.string().regex(/^([^\s@]+( +[^\s]+){4}|@[a-z]+)$/, 'five fields, or a word such as @daily').optional().meta({ title: 'When, by cron', description: 'In the place of calendar, such as "30 3 * * 1-5".' }),
    command: z.string().regex(/^\/[^\r\n]*$/, 'an absolute path').optional().meta({ title: 'Command', description: 'With its arguments, as ExecStart of systemd or the table of cron takes it.' }),
    user: z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'the name of an account').default('root').meta({ title: 'User', description: 'Who runs it.' }),
  })
  .meta({ title: 'Timer' });

export const sysctl = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-zA-Z0-9_-]*(\.[a-zA-Z0-9_-]+)+$/, 'a name such as net.ipv4.ip_forward').meta({ title: 'Setting', description: 'With dots between.' }),
    exists: exists('false no longer sets it at the start; what the kernel has now stays.'),
    value: z.string().regex(/^[^\s](?:[^\t\r\n]*[^\s])?$/, 'one line').optional().meta({ title: 'Value', description: 'In quotes; several numbers with one blank between.' }),
  })
  .meta({ title: 'Kernel setting' });

export const hostname = z
  .strictObject({ name: z.string().regex(/^(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'a host name').meta({ title: 'Name', description: 'What the machine calls itself.' }) })
  .meta({ title: 'Host name' });

const account = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'the name of an account or group');

export const user = z
  .strictObject({
    name: account.meta({ title: 'User', description: 'Name of the account.' }),
    exists: exists('false takes the account away; its folder stays.'),
    uid: z.int().min(1).max(4_294_967_294).optional().meta({ title: 'Number', description: 'A new user needs one; that of a present one stays.' }),
    comment: z.string().regex(/^[^:\r\n|]*$/, 'no colons').optional().meta({ title: 'Who it is', description: 'Left out: as it is.' }),
    shell: z.string().regex(/^\/[^:\r\n|]*$/, 'an absolute path').optional().meta({ title: 'Shell', description: 'Left out: as it is, /bin/sh for a new one.' }),
    groups: z.array(account).optional().meta({ title: 'Further groups', description: 'All of them. Left out: as they are.' }),
    keys: z.array(oneLine).optional().meta({ title: 'Keys that let it in', description: 'Lines of authorized_keys, all of them; an empty list takes them away. Left out: as they are.' }),
  })
  .meta({ title: 'User' });
