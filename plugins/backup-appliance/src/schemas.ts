import { z } from 'zod';

const absolute = z.string().regex(/^\/[^\0\r\n]*$/, 'an absolute path');
const hours = z.number().positive();

const keepsFor = {
  atLeast: z.number().positive().optional().meta({ title: 'Copies reach back at least', unit: 'days' }),
  atMost: z.number().positive().optional().meta({ title: 'No copy is older than', description: 'Where a policy wants data forgotten.', unit: 'days' }),
};

const protectedObject = z.strictObject({
  host: z.string().min(1).optional().meta({ title: 'Host', description: 'The machine, as people or the product name it; any when left out.' }),
  path: z.string().min(1).regex(/^[^\0\r\n]+$/).meta({ title: 'Object', description: 'As the product names it: a path (restic), the series of the archives (Borg), the job (Bacula, Bareos), the group such as vm/100 (Proxmox), the machine (Veeam).' }),
  rpo: hours.default(26).meta({ title: 'Oldest newest copy', description: 'Recovery point objective.', unit: 'hours' }),
  retention: z.strictObject(keepsFor).optional().meta({ title: 'Retention', description: 'Other than that of all.' }),
});

export const products = ['restic', 'borg', 'bacula', 'proxmox', 'veeam', 'synology', 'qnap'] as const;

const repository = z.strictObject({
  product: z.enum(products).default('restic').meta({ title: 'Product' }),
  path: z.string().min(1).regex(/^[^-\0\r\n][^\0\r\n]*$/).meta({ title: 'Repository', description: 'As restic takes it: a folder, sftp:…, rest:…; of Bacula and Bareos any name for the Director; of Proxmox the datastore, or DATASTORE/NAMESPACE for a namespace of it; of Veeam the name of the repository, of Synology and QNAP that of the volume.' }),
  passwordFile: absolute.optional().meta({ title: 'Password file', description: 'On the appliance, and Jackfield never reads it. Of Bacula and Bareos the file of bconsole.' }),
  directorFile: absolute.optional().meta({ title: "Director's file", description: 'Of Bacula, where jobs are pushed; /etc/bacula/bacula-dir.conf unless told.' }),
  offsite: z.boolean().default(false).meta({ title: 'Off-site', description: 'It is in another building than what it protects.' }),
  escrow: z
    .strictObject({
      seenAt: z.iso.date().meta({ title: 'Seen on' }),
      by: z.string().min(1).meta({ title: 'Seen by' }),
      where: z.string().min(1).meta({ title: 'Where the key lies' }),
    })
    .optional()
    .meta({ title: 'Key escrow', description: 'Who saw the key outside of the appliance, and when.' }),
  objects: z.array(protectedObject).default([]).meta({
    title: 'Protected objects', 'x-devices': 'host',
    description: 'When none is named, all that was ever backed up counts. One with "devices" (site, kind, labels) stands for one of each device that fits: "host" is its name.',
  }),
});

export const settings = z
  .strictObject({
    repositories: z.array(repository).default([]).meta({ title: 'Repositories', description: 'A machine without any is not a backup appliance.' }),
    rpo: hours.default(26).meta({ title: 'Oldest newest copy of objects not named', unit: 'hours' }),
    warnAt: z.number().min(10).max(100).default(90).meta({ title: 'Warn at this part of the objective', unit: '%' }),
    anomalies: z
      .strictObject({
        last: z.int().min(4).max(100).default(14).meta({ title: 'Copies that say what is usual', unit: 'copies' }),
        drop: z.number().min(1).max(100).default(50).meta({ title: 'Smaller than usual by', unit: '%' }),
        jump: z.number().min(1).default(100).meta({ title: 'Larger than usual by', unit: '%' }),
        changed: z.number().min(1).max(100).default(50).meta({ title: 'New in it, of its size', description: 'And twice as much as is usual, where that is known.', unit: '%' }),
        slower: z.number().min(1).default(200).meta({ title: 'Slower than usual by', unit: '%' }),
      })
      .prefault({}),
    offsite: z
      .strictObject({
        rpo: hours.default(50).meta({ title: 'Oldest newest off-site copy', unit: 'hours' }),
        places: z.int().min(1).max(16).default(1).meta({ title: 'Repositories with a good copy, warning below', description: 'Of this device: 2 where it alone is to hold the two copies of 3-2-1.', unit: 'repositories' }),
      })
      .prefault({}),
    retention: z.strictObject(keepsFor).prefault({}),
    capacity: z
      .strictObject({
        usageFile: z.string().regex(/^\/var\/lib\/jackfield\/[^/\0\r\n]+\.json$/).default('/var/lib/jackfield/backup-usage.json')
          .meta({ title: 'Usage file', description: 'What was in use after each prune; the appliance\'s own program writes it.' }),
        warning: z.number().min(1).max(100).default(80).meta({ title: 'Used room or inodes, warning', unit: '%' }),
        critical: z.number().min(1).max(100).default(95).meta({ title: 'Used room or inodes, critical', unit: '%' }),
        days: z.number().positive().default(30).meta({ title: 'Full sooner than this, warning', unit: 'days' }),
      })
      .prefault({}),
    clock: z
      .strictObject({
        warning: z.number().positive().default(30).meta({ title: 'Clock off by, warning', unit: 's' }),
        critical: z.number().positive().default(600).meta({ title: 'Clock off by, critical', unit: 's' }),
      })
      .prefault({}),
    escrow: z.strictObject({ days: z.number().positive().default(365).meta({ title: 'Keys are to be seen every', unit: 'days' }) }).prefault({}),
    drill: z.strictObject({ days: z.number().positive().default(35).meta({ title: 'A restore is to be tried every', unit: 'days' }) }).prefault({}),
    canary: z.strictObject({ days: z.number().positive().default(35).meta({ title: 'A deletion is to be tried every', unit: 'days' }) }).prefault({}),
    locks: z
      .strictObject({ stale: hours.default(24).meta({ title: 'A lock older than this was left behind', unit: 'hours' }) })
      .prefault({}),
    verification: z
      .strictObject({
        statusFile: z.string().regex(/^\/var\/lib\/jackfield\/[^/\0\r\n]+\.json$/).default('/var/lib/jackfield/restic-check.json')
          .meta({ title: 'Status file', description: 'Written by the appliance\'s own "restic check" job; restic itself records no time.' }),
        warning: hours.default(8 * 24).meta({ title: 'Last verification, warning', unit: 'hours' }),
        critical: hours.default(31 * 24).meta({ title: 'Last verification, critical', unit: 'hours' }),
        coverage: z.number().min(0).max(100).default(75).meta({ title: 'Share of the data read in 30 days, warning below', description: 'Judged where a job tells what it read.', unit: '%' }),
      })
      .prefault({}),
  })
  .meta({ title: 'Backup appliance' });

const kept = z.int().min(0).max(10_000);
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens').meta({ title: 'Name' });
const onCalendar = z.string().regex(/^[^\0\r\n]{1,200}$/).meta({ title: 'When', description: 'As systemd.time(7) writes calendar events, such as "*-*-* 02:30".' });
const keep = z
  .strictObject({ daily: kept.meta({ title: 'Days' }), weekly: kept.meta({ title: 'Weeks' }), monthly: kept.meta({ title: 'Months' }) })
  .meta({ title: 'Copies to keep' });

export const schedule = z
  .strictObject({
    name,
    repository: z.string().min(1).meta({ title: 'Repository' }),
    paths: z.array(absolute).min(1).meta({ title: 'Paths to back up' }),
    onCalendar,
    keep,
  })
  .meta({ title: 'Backup schedule and retention' });

export const retention = z
  .strictObject({ name: name.meta({ title: 'Schedule' }), keep })
  .meta({ title: 'Fewer copies than now', description: 'What the schedule then forgets, nobody brings back.' });

export const drill = z
  .strictObject({
    name,
    repository: z.string().min(1).meta({ title: 'Repository' }),
    path: absolute.meta({ title: 'What to restore', description: 'From its newest copy.' }),
    host: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/).optional().meta({ title: 'Machine', description: 'Whose copies, by the name that they record; those of any machine unless told.' }),
    manifest: absolute.meta({ title: 'Manifest', description: 'A file in the copy, as sha256sum(1) writes it, with absolute paths: what must be there, byte by byte.' }),
    onCalendar,
    rtoMinutes: z.number().positive().meta({ title: 'Recovery time objective', unit: 'minutes' }),
  })
  .meta({ title: 'Restore drill' });

export const canary = z
  .strictObject({ name, repository: z.string().min(1).meta({ title: 'Repository' }), onCalendar })
  .meta({ title: 'Deletion that must be refused' });

const deletableRepository = z.string().min(1).meta({ title: 'Repository', description: 'Of restic or Borg.' });

export const deletion = z
  .strictObject({
    repository: deletableRepository,
    copy: z.string().regex(/^[^\0\r\n]+$/).meta({ title: 'Copy', description: 'Its id, of restic the first eight letters or more; of Borg the name of the archive.' }),
  })
  .meta({ title: 'Copy to delete', description: 'Nobody brings it back.' });

export const prune = z
  .strictObject({
    repository: deletableRepository,
    before: z.iso.date().meta({ title: 'Made before', description: 'Midnight in UTC. Newer copies are neither counted nor deleted.' }),
    keep,
  })
  .meta({ title: 'Old copies to thin out', description: 'Of each object the newest good copy of so many days, weeks and months before that day stays. Nobody brings the others back.' });

export const unlock = z
  .strictObject({ repository: deletableRepository })
  .meta({ title: 'Locks to take away' });

const baculaName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,100}$/, 'letters, digits, spaces, dots, hyphens');

export const job = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, 'letters, digits and hyphens').meta({ title: 'Job' }),
    repository: z.string().min(1).meta({ title: 'Director', description: 'As the settings call it.' }),
    client: baculaName.meta({ title: 'Client' }),
    fileSet: baculaName.meta({ title: 'File set' }),
    storage: baculaName.meta({ title: 'Storage' }),
    pool: baculaName.meta({ title: 'Pool' }),
    messages: baculaName.default('Standard').meta({ title: 'Messages' }),
    runs: z
      .array(z.string().regex(/^(Full|Differential|Incremental) [A-Za-z0-9 ,:-]{1,100}$/, 'a level and a time, such as Full sun at 23:05'))
      .min(1)
      .meta({ title: 'When', description: 'Level and time, as Run of a Schedule of Bacula: "Incremental mon-sat at 23:05".' }),
  })
  .meta({ title: 'Job of Bacula with its schedule' });
