import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { JackfieldError } from '../../errors/index.ts';
import { complaintErrors, complaints } from '../complaints.ts';
import type { SourcePlace } from '../configuration.ts';
import { fileUnreadable, literalSecret, valueInvalid } from '../errors.ts';
import { SourceFile } from '../source-file.ts';
import { authProtocols, privacyProtocols } from './credential.ts';

export const credentialsFile = 'credentials.yaml';

const text = z.string().min(1);

export const secretReferenceSchema = z.union([
  z.strictObject({ env: text.meta({ description: 'Name of an environment variable of the daemon.' }) }),
  z.strictObject({ file: text.meta({ description: 'Path of a file that holds the secret alone; relative to this folder.' }) }),
  z.strictObject({ vault: text.meta({ description: 'Name given to "jackfield vault set".' }) }),
  z.strictObject({ plain: z.string().meta({ description: 'The value itself. For public test values only: doctor warns of each.' }) }),
], { error: 'a reference to a secret: {env: NAME}, {file: PATH} or {vault: NAME}' });

export type SecretReference = z.infer<typeof secretReferenceSchema>;

const secret = secretReferenceSchema;
const kinds = ['snmp-community', 'snmp-user', 'ssh', 'ami', 'http-basic', 'http-token', 'http-oauth2', 'tcp', 'oidc-client', 'smtp', 'webhook'] as const;

export const credentialEntrySchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('snmp-community'), community: secret, writeCommunity: secret.optional() }),
    z.strictObject({
      kind: z.literal('snmp-user'),
      user: text,
      auth: z.strictObject({ protocol: z.enum(authProtocols), key: secret }).optional(),
      privacy: z.strictObject({ protocol: z.enum(privacyProtocols), key: secret }).optional(),
    }),
    z.strictObject({ kind: z.literal('ssh'), user: text, password: secret.optional(), privateKey: secret.optional(), passphrase: secret.optional() }),
    z.strictObject({ kind: z.literal('ami'), user: text, secret }),
    z.strictObject({ kind: z.literal('http-basic'), user: text, password: secret }),
    z.strictObject({ kind: z.literal('http-token'), header: text.default('Authorization'), token: secret }),
    z.strictObject({
      kind: z.literal('http-oauth2'), user: text, password: secret,
      path: z.string().regex(/^\/[^\s?#]*$/, 'a path such as /api/oauth2/token').meta({ description: 'Where the device gives a token for user and password (OAuth 2.0, grant_type=password).' }),
    }),
    z.strictObject({ kind: z.literal('tcp'), user: text, password: secret }),
    // Of the host itself: no transport takes them.
    z.strictObject({ kind: z.literal('oidc-client'), secret }),
    z.strictObject({ kind: z.literal('smtp'), user: text, password: secret }),
    z.strictObject({ kind: z.literal('webhook'), secret }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? `kind must be one of ${kinds.join(', ')}` : undefined) },
);

export type CredentialEntry = z.infer<typeof credentialEntrySchema>;

export const credentialsSchema = z
  .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, dots and hyphens'), credentialEntrySchema)
  .meta({ title: 'Jackfield credentials: references by name, never secrets' });

/** Keys of an entry whose value is a secret or refers to one. */
export const secretFields: ReadonlySet<string> = new Set(['community', 'writeCommunity', 'key', 'password', 'privateKey', 'passphrase', 'secret', 'token']);

/** A named entry of credentials.yaml, its references not followed. */
export interface DeclaredCredential {
  readonly name: string;
  readonly entry: CredentialEntry;
  readonly place: SourcePlace;
}

export interface DeclaredCredentials {
  readonly source: SourceFile | null;
  readonly text: string;
  readonly entries: readonly DeclaredCredential[];
  /** Also of entries that are wrong; null when the file cannot be read. */
  readonly names: readonly string[] | null;
  /** The kind and the line of each entry that says one of those there are. */
  readonly kinds: ReadonlyMap<string, { readonly kind: string; readonly place: SourcePlace }>;
  readonly errors: readonly JackfieldError[];
}

function literals(source: SourceFile, value: unknown, path: readonly string[]): JackfieldError[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
    const here = [...path, key];
    if (path.length === 0 || typeof part === 'object' || !secretFields.has(key)) return literals(source, part, here);
    return [literalSecret(`${here.join('.')}: a secret stands in the file`, { place: source.place(here) })];
  });
}

/** An entry that no device could be logged in with. */
function incomplete({ name, entry, place }: DeclaredCredential): JackfieldError[] {
  if (entry.kind === 'ssh' && entry.password === undefined && entry.privateKey === undefined) {
    return [valueInvalid(`${name}: it has neither password nor privateKey`, { place, hint: 'Give one of the two, such as password: {vault: NAME}.' })];
  }
  if (entry.kind === 'snmp-user' && entry.privacy !== undefined && entry.auth === undefined) {
    return [valueInvalid(`${name}: SNMPv3 has no privacy without auth`, { place, hint: 'Give auth too, or remove privacy.' })];
  }
  return [];
}

const kindSchema = z.object({ kind: z.enum(kinds) });

function kindsIn(source: SourceFile, value: unknown): DeclaredCredentials['kinds'] {
  if (source.errors.length > 0 || typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).flatMap(([name, entry]: [string, unknown]) => {
    const said = kindSchema.safeParse(entry);
    return said.success ? [[name, { kind: said.data.kind, place: source.place([name, 'kind']) }]] : [];
  }));
}

/** Reads credentials.yaml of a folder, or the text that stands for it; an absent file is one without entries. */
export async function readCredentialEntries(directory: string, instead?: string): Promise<DeclaredCredentials> {
  const file = join(directory, credentialsFile);
  let content: string;
  try {
    content = instead ?? (await readFile(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return { source: null, text: '', entries: [], names: [], kinds: new Map(), errors: [] };
    return { source: null, text: '', entries: [], names: null, kinds: new Map(), errors: [fileUnreadable(`${credentialsFile} cannot be read`, { place: { file: credentialsFile }, cause })] };
  }
  const source = new SourceFile(credentialsFile, content);
  const value = source.value ?? {};
  const clear = literals(source, value, []);
  const told = new Set(clear.map((error) => error.message.split(':')[0]));
  const others = source.errors.length > 0 ? source.errors : complaintErrors(source, complaints(credentialsSchema, value).filter(({ path }) => !told.has(path.map(String).join('.'))));
  const wrong = [...clear, ...others];
  const declared = wrong.length > 0 ? [] : Object.entries(credentialsSchema.parse(value)).map(([name, entry]) => ({ name, entry, place: source.keyPlace([name]) }));
  const errors = [...wrong, ...declared.flatMap(incomplete)];
  const entries = errors.length > 0 ? [] : declared;
  const names = source.errors.length > 0 ? null : Object.keys(value);
  return { source, text: content, entries, names, kinds: kindsIn(source, value), errors };
}
