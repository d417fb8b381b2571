import { z } from 'zod';
import type { PluginAnswers } from './answers.ts';
import { jackfieldRange, toolVersions } from './versions.ts';

const templateSchema = z.looseObject({ description: z.string(), files: z.array(z.string()), jackfield: z.record(z.string(), z.json()) });

/** What every plugin is tested with. Exact versions: what is green today is green tomorrow. */
function devDependencies({ kind }: PluginAnswers): { readonly [name: string]: string } {
  const ours = ['@jackfield/core', '@jackfield/sdk', ...(kind === 'profile' ? ['@jackfield/plugin-snmp-switch'] : [])];
  const { zod, ...tools } = toolVersions;
  const all = { ...Object.fromEntries(ours.map((name) => [name, jackfieldRange])), ...tools, ...(kind === 'profile' ? {} : { zod }) };
  return Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The package.json of a new plugin: what the template says, and what is the same for all. */
export function packageJson(template: string, name: string, answers: PluginAnswers): string {
  const { description, files, jackfield } = templateSchema.parse(JSON.parse(template));
  const { publisher, licence } = answers;
  return `${JSON.stringify({
    name, version: '0.1.0', description, license: licence, ...(publisher === '' ? {} : { author: publisher }), ...(licence === 'UNLICENSED' ? { private: true } : {}),
    type: 'module', keywords: ['jackfield-plugin'], files,
    scripts: {
      build: 'tsc && jackfield-plugin-build',
      dev: 'jackfield plugin dev',
      pretest: 'npm run build --silent',
      test: 'vitest run',
      check: 'jackfield plugin check',
    },
    engines: { jackfield: jackfieldRange },
    devDependencies: devDependencies(answers),
    // Tools whose install script fetches their own binary; nothing else runs a script.
    allowScripts: { node: true, esbuild: true, 'cpu-features': false, ssh2: false },
    jackfield,
  }, null, 2)}\n`;
}
