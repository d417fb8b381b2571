import { z } from 'zod';
import type { PluginAnswers } from './answers.ts';
import { jackfieldRange, toolVersions } from './versions.ts';

const templateSchema = z.looseObject({ description: z.string(), files: z.array(z.string()), jackfield: z.record(z.string(), z.json()) });

/** The packages of Jackfield that a plugin of this kind is tested with. */
export function jackfieldPackages({ kind }: Pick<PluginAnswers, 'kind'>): readonly string[] {
  return ['@jackfield/core', '@jackfield/sdk', ...(kind === 'profile' ? ['@jackfield/plugin-snmp-switch'] : [])];
}

/** What every plugin is tested with. Exact versions: what is green today is green tomorrow. */
function devDependencies(answers: PluginAnswers, local: ReadonlyMap<string, string>): { readonly [name: string]: string } {
  const { zod, ...tools } = toolVersions;
  const all = { ...Object.fromEntries(jackfieldPackages(answers).map((name) => [name, local.get(name) ?? jackfieldRange])), ...tools, ...(answers.kind === 'profile' ? {} : { zod }) };
  return Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The package.json of a new plugin: what the template says, and what is the same for all. `local` is where our packages lie, as far as they do. */
export function packageJson(template: string, name: string, answers: PluginAnswers, local: ReadonlyMap<string, string>): string {
  const { description, files, jackfield } = templateSchema.parse(JSON.parse(template));
  const { publisher, licence } = answers;
  return `${JSON.stringify({
    name, version: '0.1.0', description, license: licence, ...(publisher === '' ? {} : { author: publisher }), ...(licence === 'UNLICENSED' ? { private: true } : {}),
    type: 'module', keywords: ['jackfield-plugin'],
    // With what it is tried on, a host can try it before it updates itself.
    files: [...files, 'conformance.yaml'],
    scripts: {
      build: 'tsc && jackfield-plugin-build',
      dev: 'jackfield plugin dev',
      pretest: 'npm run build --silent',
      test: 'vitest run',
      check: 'jackfield plugin check',
    },
    engines: { jackfield: jackfieldRange },
    devDependencies: devDependencies(answers, local),
    // Tools whose install script fetches their own binary; nothing else runs a script.
    allowScripts: { node: true, esbuild: true, 'cpu-features': false, ssh2: false },
    jackfield,
  }, null, 2)}\n`;
}
