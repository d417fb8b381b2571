import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeExampleConfiguration } from '../sites/index.ts';
import { examine, type DoctorFinding } from './doctor.ts';

// The whole host is not needed to look at a configuration, only the schemas of its settings.
vi.mock('../host/index.ts', async () => {
  const { healthSettingsSchema } = await import('../health/index.ts');
  const { transportSettingsSchema } = await import('../transports/index.ts');
  return { settingSchemas: { health: healthSettingsSchema, transports: transportSettingsSchema } };
});

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-doctor-'));
  await writeExampleConfiguration(directory, { organization: 'acme', site: 'leeds', network: '192.0.2.0/24', community: { env: 'JACKFIELD_DOCTOR_TEST' }, plugins: [join(directory, 'plugins')], switches: true });
  const file = join(directory, 'jackfield.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('port: 9410', 'port: 0'));
  vi.stubEnv('JACKFIELD_DOCTOR_TEST', 'public');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

const named = (findings: readonly DoctorFinding[], name: string): DoctorFinding[] => findings.filter((finding) => finding.name === name);

test('a sound configuration passes, every fence is named, and nothing is written', async () => {
  const before = await readdir(directory);
  const findings = await examine(directory);
  for (const name of ['node', 'files', 'credentials', 'state', 'daemon', 'listen']) expect(named(findings, name)).toMatchObject([{ state: 'ok', next: '' }]);
  expect(findings.filter(({ group }) => group === 'fences').length).toBeGreaterThan(5);
  expect(await readdir(directory)).toEqual(before);
});

test('a secret that is missing names its entry and the next step', async () => {
  vi.stubEnv('JACKFIELD_DOCTOR_TEST', undefined);
  const [finding] = named(await examine(directory), 'credentials');
  expect(finding).toMatchObject({ state: 'failed', detail: expect.stringContaining('credentials.yaml:'), next: expect.stringContaining('jackfield vault set') });
});

test('everything wrong in the files is told, each with its place', async () => {
  await writeFile(join(directory, 'sites', 'leeds.yaml'), 'site: leeds\ndistrict: nowhere\nnetworks: [192.0.2.0/24]\ncolour: blue\n');
  const findings = named(await examine(directory), 'files');
  expect(findings.length).toBeGreaterThanOrEqual(2);
  for (const finding of findings) expect(finding).toMatchObject({ state: 'failed', detail: expect.stringMatching(/JF1\d{3} sites\/leeds\.yaml:\d+:\d+ /) });
});

test('a port that is taken and a plugin folder that is not there are told', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const file = join(directory, 'jackfield.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('port: 0', `port: ${typeof address === 'object' && address ? address.port : 0}`));
  const findings = await examine(directory);
  expect(named(findings, 'listen')).toMatchObject([{ state: 'failed', next: expect.stringContaining('listen.port') }]);
  expect(findings.filter(({ group, state }) => group === 'plugins' && state === 'failed')).toHaveLength(1);
  await new Promise((resolve) => void other.close(resolve));
});

test('where a plugin may have phones ring is told', async () => {
  const [daemon, site] = ['jackfield.yaml', 'sites/leeds.yaml'].map((name) => join(directory, name));
  await writeFile(daemon ?? '', (await readFile(daemon ?? '', 'utf8')).replace(join(directory, 'plugins'), join(import.meta.dirname, '../../../plugins')));
  expect(named(await examine(directory), 'asterisk calls')).toEqual([]);
  const text = await readFile(site ?? '', 'utf8');
  await writeFile(site ?? '', /^plugins:/m.test(text) ? text.replace(/^plugins:.*$/m, 'plugins:\n  asterisk: { enabled: true, calls: true }') : `${text}\nplugins: { asterisk: { enabled: true, calls: true } }\n`);
  expect(named(await examine(directory), 'asterisk calls')).toMatchObject([{ state: 'warning', detail: 'may have PBXs place test calls: leeds' }]);
});
