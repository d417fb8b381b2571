import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationRefused, credentialKindUnfit, credentialMissing, referenceMissing } from '../errors.ts';
import type { Credential, Credentials } from './credential.ts';
import { credentialsFile, readCredentialEntries, secretReferenceSchema, type DeclaredCredential, type SecretReference } from './entries.ts';
import { vaultSecrets, type VaultPlaces } from './vault.ts';

/** Opens credentials.yaml and, when an entry asks for it, the vault. Secrets of files and environment are taken at each `get`. */
export async function openCredentials(places: VaultPlaces): Promise<Credentials> {
  const { entries, errors } = await readCredentialEntries(places.directory);
  if (errors.length > 0) throw new ConfigurationRefused(errors);
  const byName = new Map(entries.map((declared) => [declared.name, declared]));
  // A vault that does not open stops only the entries that need it.
  const vault: { secrets: ReadonlyMap<string, string>; problem?: unknown } = entries.some(asksVault)
    ? await vaultSecrets(places).then((secrets) => ({ secrets }), (problem: unknown) => ({ secrets: new Map(), problem }))
    : { secrets: new Map() };

  const secret = (reference: SecretReference, { name, place }: DeclaredCredential): string => {
    if ('plain' in reference) return reference.plain;
    if ('env' in reference) {
      const value = process.env[reference.env];
      if (!value) throw referenceMissing(`${name}: the environment variable ${reference.env} is not set`, { place });
      return value;
    }
    if ('file' in reference) {
      const file = resolve(places.directory, reference.file);
      let value: string;
      try {
        value = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      } catch (cause) {
        throw referenceMissing(`${name}: the file ${file} cannot be read`, { place, cause });
      }
      if (value === '') throw referenceMissing(`${name}: the file ${file} is empty`, { place });
      return value;
    }
    if (vault.problem !== undefined) throw vault.problem;
    const value = vault.secrets.get(reference.vault);
    if (value === undefined) throw referenceMissing(`${name}: the vault has no ${reference.vault}`, { place, hint: `Run "jackfield vault set ${reference.vault}".` });
    return value;
  };

  return {
    names: [...byName.keys()],
    get(name) {
      const declared = byName.get(name);
      if (declared === undefined) throw credentialMissing(`there is no entry ${name}`, { place: { file: credentialsFile } });
      return resolved(declared, (reference) => secret(reference, declared));
    },
  };
}

/** The secret of an entry for an identity provider. Looked up anew at each call: it may be another one by then. */
export async function providerSecret(places: VaultPlaces, name: string): Promise<string> {
  const found = (await openCredentials(places)).get(name);
  if (found.kind !== 'oidc-client') throw credentialKindUnfit(`${name} is of kind ${found.kind}, and oidc takes oidc-client`, { place: { file: credentialsFile } });
  return found.secret;
}

function resolved({ entry }: DeclaredCredential, secret: (reference: SecretReference) => string): Credential {
  const optional = (reference: SecretReference | undefined): string | null => (reference === undefined ? null : secret(reference));
  switch (entry.kind) {
    case 'snmp-community':
      return { kind: entry.kind, community: secret(entry.community), writeCommunity: optional(entry.writeCommunity) };
    case 'snmp-user':
      return {
        kind: entry.kind,
        user: entry.user,
        auth: entry.auth ? { protocol: entry.auth.protocol, key: secret(entry.auth.key) } : null,
        privacy: entry.privacy ? { protocol: entry.privacy.protocol, key: secret(entry.privacy.key) } : null,
      };
    case 'ssh':
      return { kind: entry.kind, user: entry.user, password: optional(entry.password), privateKey: optional(entry.privateKey), passphrase: optional(entry.passphrase) };
    case 'ami':
      return { kind: entry.kind, user: entry.user, secret: secret(entry.secret) };
    case 'http-basic':
    case 'tcp':
    case 'smtp':
      return { kind: entry.kind, user: entry.user, password: secret(entry.password) };
    case 'http-oauth2':
      return { kind: entry.kind, path: entry.path, user: entry.user, password: secret(entry.password) };
    case 'webhook':
    case 'oidc-client':
      return { kind: entry.kind, secret: secret(entry.secret) };
    case 'http-token':
      return { kind: entry.kind, header: entry.header, token: secret(entry.token) };
  }
}

function references(value: unknown): SecretReference[] {
  if (typeof value !== 'object' || value === null) return [];
  const reference = secretReferenceSchema.safeParse(value);
  return reference.success ? [reference.data] : Object.values(value).flatMap(references);
}

function asksVault({ entry }: DeclaredCredential): boolean {
  return references(entry).some((reference) => 'vault' in reference);
}

/** The entries that hold a secret in the clear: `doctor` warns of each. */
export async function plainCredentials(directory: string): Promise<readonly Pick<DeclaredCredential, 'name' | 'place'>[]> {
  const { entries } = await readCredentialEntries(directory);
  return entries.filter(({ entry }) => references(entry).some((reference) => 'plain' in reference)).map(({ name, place }) => ({ name, place }));
}
