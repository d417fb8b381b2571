import { z } from 'zod';

export const trustFile = 'trust.yaml';

const publicKey = z.string().regex(/^ed25519:[A-Za-z0-9_-]{43}$/, 'a public key as "jackfield plugin key create" prints it');
const packages = z
  .array(z.string().regex(/^(@[a-z0-9~-][a-z0-9._~-]*(\/[a-z0-9~-][a-z0-9._~-]*)?|[a-z0-9~-][a-z0-9._~-]*)$/, 'a scope such as @acme or the name of a package'))
  .meta({ description: 'Scopes such as @acme, or names of packages.' });
const keys = z.array(publicKey).min(1);
const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** trust.yaml: whose packages may be installed. */
export const trustSchema = z
  .strictObject({
    publishers: z
      .record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of small letters, digits and hyphens'), z.strictObject({ packages: packages.min(1), keys }))
      .default({})
      .meta({ description: 'Who may publish what, by name.' }),
    organization: z.strictObject({ keys }).nullable().default(null).meta({ description: 'With it, every package needs the counter-signature of one of these keys.' }),
    unsigned: packages.default([]).meta({ description: 'Packages under development, which may be installed unsigned.' }),
    minimumReleaseAge: z
      .string()
      .regex(/^\d+[smhd]$/, 'a duration such as 3d or 12h')
      .default('3d')
      .meta({ description: 'A release younger than this is not installed from a registry.' }),
  })
  .superRefine(({ publishers, organization }, context) => {
    const owners = new Map<string, string>();
    const claim = (key: string, owner: string, path: PropertyKey[]): void => {
      const other = owners.get(key);
      // A signature must say who it is of: with one key for two nobody could.
      if (other !== undefined && other !== owner) context.addIssue({ code: 'custom', path, message: `${owner} has the key of ${other}: each needs a key of its own` });
      else owners.set(key, owner);
    };
    for (const [name, { keys: own }] of Object.entries(publishers)) own.forEach((key, at) => claim(key, `publisher ${name}`, ['publishers', name, 'keys', at]));
    organization?.keys.forEach((key, at) => claim(key, 'the organization', ['organization', 'keys', at]));
  })
  .meta({ title: 'Jackfield trust: whose plugins may be installed' });

export type Trust = z.infer<typeof trustSchema>;

/** Whether a list of trust.yaml names the package: itself or its scope. */
export function namesPackage(listed: readonly string[], packageName: string): boolean {
  return listed.some((entry) => entry === packageName || (entry.startsWith('@') && packageName.startsWith(`${entry}/`)));
}

export function minimumReleaseAgeMs({ minimumReleaseAge }: Trust): number {
  const [, amount = '0', unit = 's'] = /^(\d+)([smhd])$/.exec(minimumReleaseAge) ?? [];
  return Number(amount) * (Object.entries(units).find(([name]) => name === unit)?.[1] ?? 0);
}
