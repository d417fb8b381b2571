import { makeSignature, readTarball, signaturesText, sorted, writeTarball } from '../../core/src/packages/index.ts';
import { fileListName, sha256, signaturesName } from '../../core/src/plugins/index.ts';
import type { Rig } from './rig.ts';

/** A package with other files, its list written anew and signed by publisher and organization: as an insider would make it. */
export async function signListed(rig: Rig, bytes: Buffer, changes: { readonly [path: string]: string }): Promise<Buffer> {
  const files = new Map(await readTarball(bytes, 'package'));
  for (const [path, content] of Object.entries(changes)) files.set(path, Buffer.from(content));
  const old: object = JSON.parse(files.get(fileListName)?.toString('utf8') ?? '{}');
  files.delete(fileListName);
  const list = Buffer.from(JSON.stringify({ ...old, files: [...files].map(([path, content]) => ({ path, sha256: sha256(content) })) }));
  const said = { at: new Date('2026-01-01'), expires: null };
  const signatures = [makeSignature(list, rig.acme, { role: 'publisher', ...said }), makeSignature(list, rig.organization, { role: 'organization', ...said })];
  return writeTarball(sorted([...files, [fileListName, list], [signaturesName, signaturesText(signatures)]]));
}
