import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { amiFaultsSchema, httpFaultsSchema, snmpFaultsSchema, sshFaultsSchema, startSimulators, tcpFaultsSchema } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { conformanceFileSchema } from '../../core/src/conformance/index.ts';

const root = resolve(import.meta.dirname, '../..');
const file = join(root, 'docs/integrators/simulators.md');
const page = readFileSync(file, 'utf8');

const simulators = { SNMP: snmpFaultsSchema, SSH: sshFaultsSchema, AMI: amiFaultsSchema, HTTP: httpFaultsSchema, TCP: tcpFaultsSchema };

const schemaOf = (schema: z.ZodType): { readonly [name: string]: { readonly description?: string | undefined } } => {
  const { properties } = z.toJSONSchema(schema, { io: 'input' });
  return z.record(z.string(), z.object({ description: z.string().optional() })).parse(properties);
};

/** Fault by simulator: those of most of them first. */
function table(): string {
  const known = Object.entries(simulators).map(([name, schema]) => [name, schemaOf(schema)] as const);
  const names = [...new Set(known.flatMap(([, faults]) => Object.keys(faults)))];
  const rows = names.map((name) => {
    const having = known.filter(([, faults]) => Object.hasOwn(faults, name));
    const described = having.map(([, faults]) => faults[name]?.description ?? '');
    return { name, description: described[0] ?? '', marks: known.map(([, faults]) => (Object.hasOwn(faults, name) ? '✓' : '')), count: having.length };
  });
  const sorted = rows.toSorted((one, other) => other.count - one.count);
  const head = ['fault', ...Object.keys(simulators), 'what happens'];
  return [head, head.map((_, at) => (at === 0 || at === head.length - 1 ? '---' : ':-:')), ...sorted.map(({ name, marks, description }) => [`\`${name}\``, ...marks, description])]
    .map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const block = (mark: string, language: string): string => new RegExp(`${mark}\\n\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1] ?? '';

test('the page has every fault of every simulator, and the listing that is tested; update it with `npx vitest run test/docs -u`', async () => {
  const listing = readFileSync(join(root, 'test/authoring/slow-meter.test.ts'), 'utf8');
  const current = page
    .replace(/(<!-- faults -->\n)[^]*?(<!-- end of faults -->)/, (_all, begin: string, end: string) => `${begin}${table()}\n${end}`)
    .replace(/(<!-- file: test\/authoring\/slow-meter\.test\.ts -->\n```ts\n)[^]*?(```)/, (_all, begin: string, end: string) => `${begin}${listing}${end}`);
  await expect(current).toMatchFileSnapshot('../../docs/integrators/simulators.md');
});

test('a fault means the same in every simulator that has it', () => {
  const meanings = new Map<string, Set<string>>();
  for (const schema of Object.values(simulators)) {
    for (const [name, { description = '' }] of Object.entries(schemaOf(schema))) meanings.set(name, (meanings.get(name) ?? new Set()).add(description));
  }
  for (const [name, descriptions] of meanings) expect([name, descriptions.size, descriptions.has('')]).toEqual([name, 1, false]);
});

const hasTools = ['snmpset', 'snmpwalk', 'curl'].every((tool) => existsSync(`/usr/bin/${tool}`));
if (!hasTools && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('the tools of net-snmp or curl are missing');

test.skipIf(!hasTools)('its file runs, and its commands say what they should', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-page-'));
  try {
    const written = join(folder, 'simulators.yaml');
    writeFileSync(written, block('<!-- file: simulators.yaml -->', 'yaml'));
    await using _running = await startSimulators(written);
    const said: string[] = [];
    const commands = block('<!-- commands -->', 'sh').trim().split('\n');
    for (const command of commands) {
      const { stdout } = await promisify(execFile)('sh', ['-c', command.replace('snmpset ', 'snmpset -m "" ').replace('snmpwalk ', 'snmpwalk -m "" ')]);
      said.push(stdout);
    }
    expect(said[0]).toContain('"phones"');
    expect(said[1]).toContain('"default"');
    expect(said[1]).toContain('"phones"');
    expect(said[2]).toBe('{"state":"on"}');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('its conformance file is one', () => {
  expect(conformanceFileSchema.parse(parse(block('', 'yaml\n# conformance.yaml[^\\n]*')))).toMatchObject({ devices: { 'far-away': { faults: { snmp: { loss: 0.2 } } } } });
});
