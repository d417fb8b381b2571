import { stop } from 'esbuild';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { CheckedPlugin } from './checked-plugin.ts';
import { Workshop } from './workshop.ts';

const minute = 60_000;
const root = resolve(import.meta.dirname, '../..');

// esbuild keeps a service process until it is told to stop.
afterAll(() => stop());

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Node with the sources of this repository, in a plugin's folder. */
async function node(directory: string, program: string, ...words: readonly string[]): Promise<Run> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=jackfield-source', join(root, program), ...words], { cwd: directory });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error && 'stderr' in error && 'code' in error)) throw error;
    return { code: Number(error.code), output: `${String(error.stdout)}${String(error.stderr)}` };
  }
}

describe('a plugin that throws while it is loaded', () => {
  async function broken(): Promise<Workshop> {
    const workshop = await Workshop.open();
    // Line 3 of the sources, and another one of the bundle.
    const text = await workshop.read('src/checks/sensors.ts');
    await workshop.edit('src/checks/sensors.ts', text, `// A check.\n\nconst limits: readonly string[] = JSON.parse('[');\n${text}\nexport const first = limits[0];\n`);
    return workshop;
  }

  test('is told by the build with file and line of its source', { timeout: minute }, async () => {
    await using workshop = await broken();
    const { code, output } = await node(workshop.directory, 'sdk/src/build/main.ts');
    expect(code).toBe(1);
    expect(output).toMatch(/^src\/checks\/sensors\.ts:3: JF9153 does not load: Unexpected end of JSON input\. Mend the line/m);
  });

  test('is told by plugin check', { timeout: minute }, async () => {
    await using workshop = await broken();
    await node(workshop.directory, 'sdk/src/build/main.ts');
    const { code, output } = await node(workshop.directory, 'core/src/cli/main.ts', 'plugin', 'check', '.', '--quick');
    expect(code).toBe(1);
    expect(output).toMatch(/JF9153 .*src\/checks\/sensors\.ts:3:\d+ Unexpected end of JSON input\n *→ next: Mend what the place names/);
  });

  test('is told by plugin dev', { timeout: minute }, async () => {
    await using workshop = await broken();
    expect(await workshop.once()).toBe(false);
    expect(workshop.events.find(({ kind }) => kind === 'run')).toMatchObject({
      ending: 'fault', summary: expect.stringMatching(/^JF2101 .*src\/checks\/sensors\.ts:3 acme-ups: Unexpected end of JSON input/),
    });
  });

  test('or waits for what never comes, is told after a while', { timeout: minute }, async () => {
    await using plugin = await CheckedPlugin.open({ atLoad: 'await new Promise(() => undefined);' });
    const { code, errors } = await plugin.check();
    expect(code).toBe(1);
    expect(errors).toMatch(/JF9153.*it is not loaded after 10 s/);
  });
});

describe('a bad name in a manifest', () => {
  const wanted = /"Bad Fans" is not a name of letters, digits and hyphens that begins with a small letter, such as "bad-fans"/;

  test('is told by the build and by plugin check with what a good one is', { timeout: minute }, async () => {
    await using workshop = await Workshop.open();
    await workshop.edit('package.json', '"sensors": {', '"Bad Fans": {');
    const built = await node(workshop.directory, 'sdk/src/build/main.ts');
    expect(built).toMatchObject({ code: 1, output: expect.stringMatching(new RegExp(`^package\\.json:\\d+: jackfield\\.contributes\\.checks\\.Bad Fans: ${wanted.source}`)) });
    const checked = await node(workshop.directory, 'core/src/cli/main.ts', 'plugin', 'check', '.', '--quick');
    expect(checked).toMatchObject({ code: 1, output: expect.stringMatching(wanted) });
  });

  test('of the package, and of a part of a fingerprint', { timeout: minute }, async () => {
    await using workshop = await Workshop.open();
    const name = /"name": "([^"]+)"/.exec(await workshop.read('package.json'))?.[0] ?? '';
    await workshop.edit('package.json', name, '"name": "Acme UPS"');
    await workshop.edit('package.json', '"snmp.sysObjectID"', '"snmp.sysObject"');
    const { output } = await node(workshop.directory, 'sdk/src/build/main.ts');
    expect(output).toMatch(/^package\.json:\d+: name: an npm package name of small letters/m);
    expect(output).toMatch(/"snmp\.sysObject" is not one of snmp\.sysObjectID, .*, or tcp\.PORT/);
  });
});
