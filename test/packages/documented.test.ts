import { execFile } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSigningKey } from '../../core/src/packages/index.ts';
import { builtProgram } from '../setup/built-program.ts';
import { Rig } from './rig.ts';

const root = resolve(import.meta.dirname, '../..');
const passphrase = 'long and secret';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig[Symbol.asyncDispose]());

/** The commands of a page, in order; npm's own are not typed here. */
async function commandsOf(page: string): Promise<readonly string[]> {
  return [...(await readFile(join(root, page), 'utf8')).matchAll(/^npx jackfield ([^\n#]+)/gm)].map(([, words = '']) => words.trim());
}

test('every command of the pages on publishing and on installing works, in their order', { timeout: 180_000 }, async () => {
  const folder = await rig.widget();
  await rig.write(`${folder.slice(rig.folder.length)}/plugins/widget/package.json`, JSON.stringify({
    name: '@lab/jackfield-plugin-lamp', version: '1.0.0', files: ['README.md'], engines: { jackfield: '^0.1.0' }, jackfield: { title: 'Lamp', contributes: {} },
  }));
  const run = (words: string): Promise<{ readonly code: number; readonly output: string }> =>
    new Promise((done) => {
      const env = { ...process.env, JACKFIELD_CONFIG: rig.config, JACKFIELD_KEY_PASSPHRASE: passphrase, NO_COLOR: '1' };
      execFile(process.execPath, [...builtProgram, ...words.split(/\s+/)], { cwd: folder, env }, (error, stdout, stderr) => done({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }));
    });
  const outputs: string[] = [];
  for (const page of ['docs/integrators/publishing.md', 'docs/managers/plugins.md']) {
    for (const words of await commandsOf(page)) {
      // What a person does between the commands: trusts the key that was printed, and gets a newer package.
      if (words.startsWith('plugin verify')) {
        const key = await openSigningKey(join(folder, 'acme.key'), async () => passphrase);
        await rig.trust({ publishers: { acme: { packages: ['@acme'], keys: [key.public] } } });
      }
      if (words.includes('organization.key')) await copyFile(join(rig.folder, 'organization.key'), join(folder, 'organization.key'));
      const newer = words.startsWith('plugin upgrade') ? [await rig.file(await rig.sign(await rig.packed({ version: '1.1.0' }), await openSigningKey(join(folder, 'acme.key'), async () => passphrase)))] : [];
      const asked = words.startsWith('plugin install acme') ? ['--grant'] : [];
      const { code, output } = await run([words, ...newer, ...asked].join(' '));
      expect({ words, code, output }).toMatchObject({ words, code: 0 });
      outputs.push(output);
    }
  }
  expect(outputs.length).toBeGreaterThan(11);
  expect(outputs.join('')).toMatch(/✓ signed by acme[\s\S]*is installed as widget[\s\S]*Granted: read[\s\S]*1\.0\.0 is kept[\s\S]*widget runs in 1\.0\.0 again/);
});
