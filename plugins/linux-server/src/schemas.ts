import { z } from 'zod';

const expression = z.string().meta({ format: 'regex' });
const percent = z.number().min(0).max(100);
const validators = ['none', 'sshd', 'sudoers', 'nginx', 'nftables', 'haproxy', 'named', 'sh', 'bash'] as const;

export const settings = z
  .strictObject({
    load: z
      .strictObject({
        warning: z.number().min(0).default(2).meta({ title: 'Load per CPU, warning', description: 'Mean of 5 minutes.', unit: 'processes' }),
        critical: z.number().min(0).default(5).meta({ title: 'Load per CPU, critical', description: 'Mean of 5 minutes.', unit: 'processes' }),
      })
      .prefault({}),
    memory: z
      .strictObject({
        warning: percent.default(90).meta({ title: 'Memory in use, warning', unit: '%' }),
        critical: percent.default(97).meta({ title: 'Memory in use, critical', unit: '%' }),
        swapWarning: percent.default(80).meta({ title: 'Swap in use, warning', unit: '%' }),
      })
      .prefault({}),
    disks: z
      .strictObject({
        warning: percent.default(85).meta({ title: 'Space in use, warning', unit: '%' }),
        critical: percent.default(95).meta({ title: 'Space in use, critical', unit: '%' }),
        inodesWarning: percent.default(85).meta({ title: 'Inodes in use, warning', unit: '%' }),
        inodesCritical: percent.default(95).meta({ title: 'Inodes in use, critical', unit: '%' }),
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
  path: z.string().regex(/^\/etc\/(nftables|ssh|netplan|systemd\/network|network)[./](?!.*\/$)/, 'a file of nftables, sshd, netplan, systemd-networkd or ifupdown').meta({ title: 'Path' }),
}).meta({ title: 'Network, packet filter or SSH server' });
