import { z } from 'zod';

const absolute = z.string().regex(/^\/[^\0\r\n]*$/, 'an absolute path');
const hours = z.number().positive();

const protectedObject = z.strictObject({
  host: z.string().min(1).optional().meta({ title: 'Host', description: 'As restic recorded it; any host when left out.' }),
  path: absolute.meta({ title: 'Path', description: 'One of the paths of the snapshot.' }),
  rpo: hours.default(26).meta({ title: 'Oldest newest copy', description: 'Recovery point objective.', unit: 'hours' }),
});

const repository = z.strictObject({
  path: z.string().min(1).regex(/^[^-\0\r\n][^\0\r\n]*$/).meta({ title: 'Repository', description: 'As restic takes it: a folder, sftp:…, rest:…' }),
  passwordFile: absolute.meta({ title: 'Password file', description: 'On the appliance; Jackfield never reads it.' }),
  objects: z.array(protectedObject).default([]).meta({ title: 'Protected objects', description: 'When none is named, all that was ever backed up counts.' }),
});

export const settings = z
  .strictObject({
    repositories: z.array(repository).default([]).meta({ title: 'Repositories', description: 'A machine without any is not a backup appliance.' }),
    rpo: hours.default(26).meta({ title: 'Oldest newest copy of objects not named', unit: 'hours' }),
    warnAt: z.number().min(10).max(100).default(90).meta({ title: 'Warn at this part of the objective', unit: '%' }),
    locks: z
      .strictObject({ stale: hours.default(24).meta({ title: 'A lock older than this was left behind', unit: 'hours' }) })
      .prefault({}),
    verification: z
      .strictObject({
        statusFile: z.string().regex(/^\/var\/lib\/jackfield\/[^/\0\r\n]+\.json$/).default('/var/lib/jackfield/restic-check.json')
          .meta({ title: 'Status file', description: 'Written by the appliance\'s own "restic check" job; restic itself records no time.' }),
        warning: hours.default(8 * 24).meta({ title: 'Last verification, warning', unit: 'hours' }),
        critical: hours.default(31 * 24).meta({ title: 'Last verification, critical', unit: 'hours' }),
      })
      .prefault({}),
  })
  .meta({ title: 'Backup appliance' });

const kept = z.int().min(0).max(10_000);

export const schedule = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens').meta({ title: 'Name' }),
    repository: z.string().min(1).meta({ title: 'Repository' }),
    paths: z.array(absolute).min(1).meta({ title: 'Paths to back up' }),
    onCalendar: z.string().regex(/^[^\0\r\n]{1,200}$/).meta({ title: 'When', description: 'As systemd.time(7) writes calendar events, such as "*-*-* 02:30".' }),
    keep: z.strictObject({ daily: kept.meta({ title: 'Days' }), weekly: kept.meta({ title: 'Weeks' }), monthly: kept.meta({ title: 'Months' }) }).meta({ title: 'Copies to keep' }),
  })
  .meta({ title: 'Backup schedule and retention' });
