import { randomBytes } from 'node:crypto';
import type { Json, JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import { mayAt, requireRole, wholeOrganization, type AuditChange, type Rights } from '../../access/index.ts';
import { isMapping } from '../../changes/index.ts';
import {
  credentialFieldUnfit, credentialFields, credentialKinds, credentialsFile, credentialUsed, credentialUses, readCredentialEntries, setInYaml, unsetInYaml, vaultRemove, vaultSet,
  type CredentialField, type CredentialUse, type DeclaredCredential, type KindField, type SourcePlace, type VaultPlaces,
} from '../../sites/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { reportOf } from '../../control/index.ts';
import { notFound } from '../errors.ts';
import type { HostServices } from '../host-services.ts';
import { audited } from './audited.ts';

const name = z.string().max(40).regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, dots and hyphens');
const field = z.string().max(64).regex(/^[A-Za-z]+(\.[A-Za-z]+)?$/, 'a field such as password or auth.key');
/** A key in PEM is the largest. */
const secret = z.string().min(1).max(32_768);

/** An entry of credentials.yaml as it is shown: what it is made of and where it is used, never a secret. */
export interface CredentialSummary {
  readonly name: string;
  readonly kind: string;
  readonly place: SourcePlace;
  readonly fields: readonly CredentialField[];
  readonly uses: readonly Omit<CredentialUse, 'credential'>[];
}

/** Of what who asks manages: all entries for managers of the organization, else those that their sites name. */
export const credentials = command(nothing, async ({ services, rights }: CommandContext) => {
  const { current } = services.configuration;
  const { entries } = await readCredentialEntries(current.directory);
  const uses = credentialUses(current);
  const whole = mayAt(rights, 'manager', null);
  const all = entries.map((declared): CredentialSummary => ({ name: declared.name, kind: declared.entry.kind, place: declared.place, fields: credentialFields(declared), uses: usesOf(declared.name, uses) }));
  return { credentials: whole ? all : all.filter((one) => one.uses.length > 0), kinds: credentialKinds() };
});

const usesOf = (of: string, uses: readonly CredentialUse[]): readonly Omit<CredentialUse, 'credential'>[] => uses.flatMap(({ credential, ...use }) => (credential === of ? [use] : []));

/**
 * Makes an entry, or gives one other values or secrets. Secrets go into the vault, each under a name of its own: the one before is good until
 * the new one counts. They are never shown again.
 */
export const credentialSet = command(
  z.strictObject({ credential: name, kind: z.string().max(64).optional(), values: z.record(field, z.string().max(255)).default({}), secrets: z.record(field, secret).default({}) }),
  async (context: CommandContext, { credential, kind, values, secrets }) => {
    const { services: { configuration, transports }, person, rights } = context;
    const places = placesOf(context.services);
    const { entries } = await readCredentialEntries(places.directory);
    const known = entries.find((one) => one.name === credential);
    const wanted = kindMeant(credential, kind ?? known?.entry.kind);
    requireOwner(rights, [wanted.kind, known?.entry.kind]);
    checkFields(credential, wanted, values, secrets);
    const same = known?.entry.kind === wanted.kind;
    const made = Object.entries(secrets).map(([of, value]) => ({ of, value, vault: `${credential}.${of}.${randomBytes(6).toString('hex')}` }));
    const told = [`${credential}: ${wanted.kind}`, ...Object.entries(values).map(([of, value]) => `${of} ${value}`), ...(made.length === 0 ? [] : [`new secrets: ${made.map(({ of }) => of).join(', ')}`])].join('; ');
    const fields = [...Object.entries(values), ...made.map(({ of, vault }): [string, Json] => [of, { vault }])];
    const text = (before: string | null): string => {
      if (!same) return setInYaml(before ?? '', [credential], nested([['kind', wanted.kind], ...fields]));
      return fields.reduce((whole, [of, value]) => setInYaml(whole, [credential, ...of.split('.')], value), before ?? '');
    };
    await audited(context, { action: 'credential.set', detail: told, changed: changesOf(credential, wanted.kind, known, values, made.map(({ of }) => of)) }, async () => {
      try {
        for (const { vault, value } of made) await vaultSet(places, vault, value);
        await configuration.write({ file: credentialsFile, etag: null, text }, person);
      } catch (error) {
        await forget(places, made.map(({ vault }) => vault));
        throw error;
      }
    });
    const missing = await transports.reloadCredentials();
    await forgetUnused(places, known);
    return { name: credential, set: made.map(({ of }) => of), missing: missing.map((error) => reportOf(error).message).filter((message) => message.startsWith(`${credential}:`)) };
  },
  { detached: true },
);

/** Takes an entry away that nothing names, with its secrets in the vault. */
export const credentialRemove = command(z.strictObject({ credential: name }), async (context: CommandContext, { credential }) => {
  const { services: { configuration, transports }, person } = context;
  const places = placesOf(context.services);
  const known = await requireEntry(places.directory, credential);
  requireOwner(context.rights, [known.entry.kind]);
  const [use] = usesOf(credential, credentialUses(configuration.current));
  if (use !== undefined) throw credentialUsed(`${credential} is named by ${use.file}:${use.line}`, { place: { file: use.file, line: use.line } });
  await audited(context, { action: 'credential.remove', detail: credential, changed: [{ what: credential, before: known.entry.kind, after: null }] }, () => configuration.write({ file: credentialsFile, etag: null, text: (before) => unsetInYaml(before ?? '', [credential], 0) }, person));
  await transports.reloadCredentials();
  await forgetUnused(places, known);
  return { name: credential };
}, { detached: true });

/** What becomes another: of secrets that they do, and never what they are. */
function changesOf(credential: string, kind: string, known: DeclaredCredential | undefined, values: { readonly [field: string]: string }, secrets: readonly string[]): readonly AuditChange[] {
  const before = new Map(known?.entry.kind === kind ? credentialFields(known).map((one) => [one.field, one] as const) : []);
  return [
    ...(known?.entry.kind === kind ? [] : [{ what: `${credential}: kind`, before: known?.entry.kind ?? null, after: kind }]),
    ...Object.entries(values).map(([of, value]) => ({ what: `${credential}: ${of}`, before: before.get(of)?.value ?? null, after: value })),
    ...secrets.map((of) => ({ what: `${credential}: ${of}`, before: before.has(of) ? 'a secret' : null, after: before.has(of) ? 'another secret' : 'a secret' })),
  ];
}

function placesOf({ configuration: { current } }: HostServices): VaultPlaces {
  return { directory: current.directory, stateDirectory: current.daemon.stateDirectory };
}

/** How people log in here is decided by who decides about the daemon. */
function requireOwner(rights: Rights, kinds: readonly (string | undefined)[]): void {
  if (kinds.includes('oidc-client')) requireRole(rights, 'admin', wholeOrganization);
}

async function requireEntry(directory: string, credential: string): Promise<DeclaredCredential> {
  const known = (await readCredentialEntries(directory)).entries.find((one) => one.name === credential);
  if (known === undefined) throw notFound(`there is no entry ${credential} in credentials.yaml`, { hint: 'See /api/credentials for those there are.' });
  return known;
}

type Kind = ReturnType<typeof credentialKinds>[number];

function kindMeant(credential: string, kind: string | undefined): Kind {
  const kinds = credentialKinds();
  const found = kinds.find((one) => one.kind === kind);
  if (found === undefined) throw credentialFieldUnfit(`${credential}: ${kind === undefined ? 'it is not there, and no kind is given' : `there is no kind ${kind}`}`, { hint: `Kinds: ${kinds.map((one) => one.kind).join(', ')}.` });
  return found;
}

/** That what is missing is missing, the configuration itself says. */
function checkFields(credential: string, { kind, fields }: Kind, values: object, secrets: object): void {
  const has = (of: string, isSecret: boolean): KindField | undefined => fields.find((one) => one.field === of && one.secret === isSecret);
  const wrong = [...Object.keys(values).filter((of) => has(of, false) === undefined), ...Object.keys(secrets).filter((of) => has(of, true) === undefined)];
  if (wrong.length > 0) throw credentialFieldUnfit(`${credential}: ${kind} has no ${wrong.join(', ')}`, { hint: `Values: ${named(fields, false)}. Secrets: ${named(fields, true)}.` });
}

const named = (fields: readonly KindField[], isSecret: boolean): string => fields.filter((one) => one.secret === isSecret).map((one) => one.field).join(', ') || 'none';

/** `auth.key` is `key` within `auth`. */
function nested(fields: readonly (readonly [string, Json])[]): JsonObject {
  return fields.reduce<JsonObject>((whole, [of, value]) => {
    const [first = '', second] = of.split('.');
    const inner = whole[first];
    return { ...whole, [first]: second === undefined ? value : { ...(isMapping(inner) ? inner : {}), [second]: value } };
  }, {});
}

async function forget(places: VaultPlaces, names: readonly string[]): Promise<void> {
  for (const one of names) await vaultRemove(places, one).catch(() => undefined);
}

/** Secrets that were made here for an entry, and that nothing refers to any more. Those that people named stay: a change may use them. */
async function forgetUnused(places: VaultPlaces, known: DeclaredCredential | undefined): Promise<void> {
  if (known === undefined) return;
  const { entries } = await readCredentialEntries(places.directory);
  const vaults = (one: DeclaredCredential): readonly string[] => credentialFields(one).flatMap(({ from, reference }) => (from === 'vault' && reference !== null ? [reference] : []));
  const used = new Set(entries.flatMap(vaults));
  await forget(places, vaults(known).filter((one) => !used.has(one) && one.startsWith(`${known.name}.`) && /\.[0-9a-f]{12}$/.test(one)));
}
