import { z } from 'zod';

export const pluginLockFile = 'plugins.lock.yaml';

const text = z.string().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

const release = z.strictObject({
  version: text,
  source: text.meta({ description: 'Where it came from: npm:NAME@VERSION, file:PATH, or upload:NAME for a file that was sent over the network.' }),
  integrity: z.string().regex(/^sha512-/, 'an integrity such as sha512-…').meta({ description: 'Of the package file.' }),
  files: sha256.meta({ description: 'SHA-256 of the list of its files: what the host holds the installed files against.' }),
  permissions: sha256.meta({ description: 'SHA-256 over the permissions and scripts that were granted.' }),
  granted: z.strictObject({ by: text, at: z.iso.datetime() }),
});

/** plugins.lock.yaml: which packages are installed, written by `jackfield plugin` and reviewed by people. */
export const pluginLockSchema = z
  .strictObject({
    plugins: z
      .record(z.string().regex(/^[a-z0-9~-][a-z0-9._~-]*$/, 'the id of a plugin'), z.strictObject({
        package: text,
        runs: release.meta({ description: 'The version that runs where no site pins another.' }),
        kept: release.nullable().default(null).meta({ description: 'The version that ran before, for "jackfield plugin rollback".' }),
      }))
      .default({}),
  })
  .meta({ title: 'Jackfield plugins that are installed' });

export type LockedRelease = z.infer<typeof release>;
export type PluginLock = z.infer<typeof pluginLockSchema>;
export type LockedPlugin = PluginLock['plugins'][string];
