import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHostEvents } from '../events/index.ts';
import type { Configuration, ReloadParticipant } from './configuration.ts';
import { createConfigurationService } from './configuration-service.ts';

let root = '';

const write = (file: string, text: string): Promise<void> => writeFile(join(root, file), text);
const organization = (title: string): Promise<void> => write('organization.yaml', `organization: acme\ntitle: ${title}\nregions: { north: { districts: { yorkshire: } } }\n`);
const titleOf = ({ organization: { title } }: Configuration): string => title;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'jackfield-reload-'));
  await mkdir(join(root, 'sites'));
  await organization('One');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Takes part and writes down what it was asked. */
function participant(log: string[], name: string, refuse?: 'prepare' | 'commit'): ReloadParticipant {
  return {
    prepare: async (next) => {
      log.push(`${name} prepares ${titleOf(next)}`);
      if (refuse === 'prepare') throw new Error(`${name} cannot`);
      return {
        commit: async () => {
          if (refuse === 'commit') throw new Error(`${name} cannot`);
          log.push(`${name} commits ${titleOf(next)}`);
        },
        abandon: async () => void log.push(`${name} abandons ${titleOf(next)}`),
      };
    },
  };
}

test('a reload takes all participants over to the new configuration', async () => {
  const log: string[] = [];
  await using service = await createConfigurationService({ directory: root, events: createHostEvents() });
  using _first = service.participate(participant(log, 'first'));
  expect(await service.reload()).toEqual({ kind: 'unchanged', since: expect.any(String) });
  await organization('Two');
  expect(await service.reload()).toMatchObject({ kind: 'swapped' });
  expect(titleOf(service.current)).toBe('Two');
  expect(log).toEqual(['first prepares Two', 'first commits Two']);
});

test('who asks for a reload gets what is another beside the files, too', async () => {
  const log: string[] = [];
  let stale = true;
  await using service = await createConfigurationService({ directory: root, events: createHostEvents() });
  using _first = service.participate({ ...participant(log, 'plugins'), isStale: async () => stale });
  expect(await service.reload()).toMatchObject({ kind: 'swapped', atNextStart: [] });
  expect(log).toEqual(['plugins prepares One', 'plugins commits One']);
  stale = false;
  expect(await service.reload()).toMatchObject({ kind: 'unchanged' });
});

test('a configuration that is refused changes nothing and is told with its places', async () => {
  const events = createHostEvents();
  const told: unknown[] = [];
  events.on('configuration.refused', (event) => told.push(event));
  await using service = await createConfigurationService({ directory: root, events });
  await write('sites/leeds.yaml', 'site: leeds\ndistrict: nowhere\nnetworks: [10.0.0.1/8]\n');
  expect(await service.reload()).toMatchObject({ kind: 'refused', errors: [{ code: 'JF1009' }, { code: 'JF1010' }] });
  expect(titleOf(service.current)).toBe('One');
  expect(told).toMatchObject([{ person: 'jackfield', errors: [{ code: 'JF1009', where: 'sites/leeds.yaml:2:11', hint: expect.stringMatching(/./) }, { code: 'JF1010', where: 'sites/leeds.yaml:3:12' }] }]);
});

test('that a refused file is right again is told, as is a reload that somebody asked for in vain', async () => {
  const events = createHostEvents();
  const told: unknown[] = [];
  events.on('configuration.unchanged', (event) => told.push(event));
  await using service = await createConfigurationService({ directory: root, events, watch: true });
  await service.reload('ann');
  expect(told).toEqual([{ person: 'ann', mended: false }]);
  const refused = new Promise((resolve) => events.on('configuration.refused', resolve));
  await write('organization.yaml', 'organisation: acme\n');
  await refused;
  await organization('One');
  await vi.waitFor(() => expect(told).toEqual([{ person: 'ann', mended: false }, { person: 'jackfield', mended: true }]), 5_000);
});

test('what a running daemon does not take over is named', async () => {
  const events = createHostEvents();
  const told: unknown[] = [];
  events.on('configuration.reloaded', (event) => told.push(event));
  await using service = await createConfigurationService({ directory: root, events });
  await write('jackfield.yaml', 'listen: { port: 9411 }\nlog: debug\nretention: { samplesDays: 3 }\n');
  expect(await service.reload('ann')).toMatchObject({ kind: 'swapped', atNextStart: ['listen', 'log'] });
  expect(told).toEqual([{ sites: 0, person: 'ann', atNextStart: ['listen', 'log'] }]);
});

test('a participant that cannot prepare stops the reload, and the others are let go', async () => {
  const log: string[] = [];
  await using service = await createConfigurationService({ directory: root, events: createHostEvents() });
  using _first = service.participate(participant(log, 'first'));
  using _second = service.participate(participant(log, 'second', 'prepare'));
  await organization('Two');
  expect(await service.reload()).toMatchObject({ kind: 'refused', errors: [{ message: 'second cannot' }] });
  expect(titleOf(service.current)).toBe('One');
  expect(log).toEqual(['first prepares Two', 'second prepares Two', 'first abandons Two']);
});

test('a participant that cannot commit takes those before it back', async () => {
  const log: string[] = [];
  await using service = await createConfigurationService({ directory: root, events: createHostEvents() });
  using _first = service.participate(participant(log, 'first'));
  using _second = service.participate(participant(log, 'second', 'commit'));
  await organization('Two');
  expect(await service.reload()).toMatchObject({ kind: 'refused' });
  expect(titleOf(service.current)).toBe('One');
  expect(log).toEqual(['first prepares Two', 'second prepares Two', 'first commits Two', 'second abandons Two', 'first prepares One', 'first commits One']);
});

test('a file that is saved is taken in by itself, also in a new folder of sites', async () => {
  await rm(join(root, 'sites'), { recursive: true });
  await using service = await createConfigurationService({ directory: root, events: createHostEvents(), watch: true });
  await organization('Two');
  await vi.waitFor(() => expect(titleOf(service.current)).toBe('Two'), 5_000);
  await mkdir(join(root, 'sites'));
  await write('sites/leeds.yaml', 'site: leeds\ndistrict: yorkshire\nnetworks: [10.0.0.0/8]\n');
  await vi.waitFor(() => expect(service.current.sites.size).toBe(1), 5_000);
  await write('sites/leeds.yaml', 'site: leeds\ndistrict: yorkshire\nnetworks: [11.0.0.0/8]\n');
  await vi.waitFor(() => expect(service.current.siteOf('11.0.0.1')?.id).toBe('leeds'), 5_000);
});
