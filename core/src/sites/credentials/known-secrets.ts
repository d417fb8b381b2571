import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readCredentialEntries, secretFields } from './entries.ts';
import { vaultSecrets, type VaultPlaces } from './vault.ts';

/** Every secret this host could know of, in the clear: to take them out of what leaves it. Never kept, never shown. */
export interface KnownSecrets {
  readonly secrets: readonly string[];
  /** What could not be looked into; a secret of it cannot be told from other text. */
  readonly unread: readonly string[];
}

/** Follows every reference of credentials.yaml and opens the whole vault; whatever cannot be read is named instead of thrown. */
export async function knownSecrets(places: VaultPlaces): Promise<KnownSecrets> {
  const secrets = new Set<string>();
  const unread: string[] = [];
  const keep = (secret: string | undefined): void => {
    const text = secret?.trim() ?? '';
    if (text !== '') secrets.add(text);
  };
  const failed = (what: string, error: unknown): void => void unread.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);

  // A file that is refused may hold its secrets in the clear: that is often why.
  const { source } = await readCredentialEntries(places.directory);
  const references: { readonly kind: string; readonly name: string }[] = [];
  const look = (value: unknown, inSecret: boolean): void => {
    if (typeof value === 'string' || typeof value === 'number') {
      if (inSecret) keep(String(value));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) {
        if (inSecret && (key === 'env' || key === 'file') && typeof part === 'string') references.push({ kind: key, name: part });
        else look(part, (inSecret && key !== 'vault') || secretFields.has(key) || key === 'plain');
      }
    }
  };
  look(source?.value, false);
  if (source !== null && source.errors.length > 0) failed(source.file, source.errors[0]);
  for (const { kind, name } of references) {
    if (kind === 'env') keep(process.env[name]);
    else await readFile(resolve(places.directory, name), 'utf8').then(keep, (error: unknown) => failed(name, error));
  }
  await vaultSecrets(places).then((found) => found.forEach(keep), (error: unknown) => failed('the vault', error));
  keep(await readFile(join(places.stateDirectory, 'vault.key'), 'utf8').catch(() => undefined));
  keep(places.passphrase ?? process.env['JACKFIELD_VAULT_PASSPHRASE']);
  return { secrets: [...secrets], unread };
}
