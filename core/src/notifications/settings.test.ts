import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JackfieldError } from '../errors/index.ts';
import { createHostEvents } from '../events/index.ts';
import { ConfigurationRefused, createConfigurationService, credentialUses, type ConfigurationService } from '../sites/index.ts';
import { transportSettingsSchema } from '../transports/index.ts';
import { notificationSettings, notificationSettingsSchema } from './settings.ts';

const organization = (notifications: string): string => `organization: acme
settings:
  notifications:
    ${notifications}
regions: { north: { districts: { yorkshire: {} } } }
`;
const good = 'mail: { host: mail.example.org, from: jackfield@example.org, credentials: post }';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-told-'));
  await mkdir(join(directory, 'sites'));
  await writeFile(join(directory, 'jackfield.yaml'), 'state: state\n');
  await writeFile(join(directory, 'credentials.yaml'), 'post: { kind: smtp, user: us, password: { env: POST } }\nhook: { kind: webhook, secret: { env: HOOK } }\n');
  await site('{}');
});
afterEach(() => rm(directory, { recursive: true }));

const whole = (text: string): Promise<void> => writeFile(join(directory, 'organization.yaml'), organization(text));
const site = (text: string): Promise<void> => writeFile(join(directory, 'sites/leeds.yaml'), `site: leeds\ndistrict: yorkshire\nsettings:\n  notifications: ${text}\nnetworks: [10.1.0.0/16]\n`);
const open = (): Promise<ConfigurationService> => createConfigurationService({ directory, events: createHostEvents(), schemas: { notifications: notificationSettingsSchema, transports: transportSettingsSchema } });
const told = (errors: readonly Error[]): string[] => errors.map((error) => `${error instanceof JackfieldError ? `${error.code} ${error.where}` : ''} ${error.message}`);

async function refused(): Promise<string[]> {
  try {
    await (await open())[Symbol.asyncDispose]();
  } catch (error) {
    if (error instanceof ConfigurationRefused) return told(error.errors);
    throw error;
  }
  return [];
}

test.each([
  ['a key that no layer says', 'mail: { host: mail.example.org }', '{}', ['JF1006 organization.yaml:4:5', 'notifications.mail.from']],
  ['a key of a route', 'routes: { night: { states: [critical] } }', '{}', ['JF1006 organization.yaml:4:15', 'notifications.routes.night.to']],
  ['what only a site lacks', good, '{ reports: { month: { to: [boss] } } }', ['JF1006 sites/leeds.yaml:4:31', 'notifications.reports.month.cron']],
  ['two channels in one, of two layers', 'channels: { night: { mail: [a@example.org] } }', '{ channels: { night: { webhook: "https://hook.example.org", credentials: hook } } }', ['JF1006 sites/leeds.yaml:4:', 'notifications.channels.night']],
  ['credentials that are not there', good.replace('post', 'pots'), '{}', ['JF1013 organization.yaml:4:79', 'pots']],
  ['credentials of another kind', 'channels: { hook: { webhook: "https://hook.example.org", credentials: post } }', '{}', ['JF9433 organization.yaml:4:75', 'webhook takes webhook']],
])('a host does not start with %s', async (_what, above, below, expected) => {
  await whole(above);
  await site(below);
  const errors = await refused();
  expect(errors).toEqual([expect.any(String)]);
  for (const part of expected) expect(errors[0]).toContain(part);
});

test('parts of one server may stand at several levels', async () => {
  await whole(good);
  await site('{ mail: { port: 25 } }');
  expect(await refused()).toEqual([]);
});

test('a reload that is refused names the line, and who is told stays as it was', async () => {
  await whole(good);
  await using service = await open();
  await whole('mail: { host: other.example.org }');
  const outcome = await service.reload();
  expect(outcome.kind === 'refused' ? told(outcome.errors) : []).toEqual([expect.stringMatching(/^JF1006 organization\.yaml:4:5 notifications\.mail\.from: /)]);
  expect(notificationSettings(service.current, { level: 'organization' }).mail).toMatchObject({ host: 'mail.example.org', credentials: 'post' });
});

test('credentials that messages need are in use, at the line that names them', async () => {
  await whole(good);
  await site('{ channels: { hook: { webhook: "https://hook.example.org", credentials: hook } } }');
  await using service = await open();
  expect(credentialUses(service.current)).toEqual([
    { credential: 'post', layer: 'organization', name: 'acme', key: 'notifications.mail.credentials', file: 'organization.yaml', line: 4, site: null },
    { credential: 'hook', layer: 'site', name: 'leeds', key: 'notifications.channels.hook.credentials', file: 'sites/leeds.yaml', line: 4, site: 'leeds' },
  ]);
});
