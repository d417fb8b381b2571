import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Manifest } from '../contract/manifest.ts';
import { contributionKinds, isPlugin } from '../contract/plugin.ts';
import type { Complaint } from './complaint.ts';
import type { PackageSource } from './package-source.ts';
import { thrownAt } from './thrown-at.ts';

const untied = 'does not tie its types to src/schemas.ts: export default definePlugin<typeof schemas>()(manifest, …), with import type * as schemas from \'./schemas.ts\'';

/** Where a manifest and the code of the bundle have drifted apart: the same that the host refuses at activation. */
export async function implementationComplaints(directory: string, source: PackageSource, { contributes, main }: Manifest): Promise<readonly Complaint[]> {
  const at = (...path: readonly string[]): readonly string[] => ['jackfield', 'contributes', ...path];
  let module: unknown;
  try {
    module = await import(pathToFileURL(join(directory, main)).href);
  } catch (error) {
    const place = error instanceof Error ? thrownAt(directory, join(directory, main), error) : null;
    return [{ file: 'src/plugin.ts', line: null, ...place, message: `JF9153 does not load: ${error instanceof Error ? error.message : String(error)}. Mend the line: what stands outside of functions runs before any call, when the plugin starts` }];
  }
  const plugin: unknown = typeof module === 'object' && module !== null && 'default' in module ? module.default : null;
  if (!isPlugin(plugin)) return [{ file: 'src/plugin.ts', line: null, message: 'exports no plugin by default: export default definePlugin(…)' }];
  // Whoever has schemas has types of them: left apart, the two drift.
  const ties = plugin.tied === true || !existsSync(join(directory, 'src/schemas.ts')) ? [] : [{ file: 'src/plugin.ts', line: null, message: untied }];
  return [...ties, ...contributionKinds.flatMap((kind) => {
    const [declared, implemented] = [Object.keys(contributes[kind]), [...(plugin.implementations[kind]?.keys() ?? [])]];
    return [
      ...declared.filter((name) => !implemented.includes(name)).map((name) => source.at(at(kind, name), 'is declared, and src/plugin.ts does not implement it')),
      ...implemented.filter((name) => !declared.includes(name)).map((name) => source.at(at(kind), `src/plugin.ts implements "${name}", which is not declared`)),
    ];
  })];
}
