import { expect, test } from 'vitest';
import { percentOf, pluginsText, stageText, whereText, type SiteRun } from './run-words.ts';

const site = (more: Partial<SiteRun>): SiteRun => ({ site: 'leeds', stage: 'waiting', done: 0, total: 0, addresses: 254, answered: 0, found: 0, plugins: {}, added: [], changed: [], missing: [], unmatched: [], problems: [], ...more });

test('a run that goes on never goes back: asked is half of a site, looked at the rest', () => {
  const stages = [site({}), site({ stage: 'sweep' }), site({ stage: 'sweep', done: 127, total: 254 }), site({ stage: 'sweep', done: 254, total: 254 }), site({ stage: 'identify', done: 1, total: 4 }), site({ stage: 'identify', done: 4, total: 4 }), site({ stage: 'done' })];
  expect(stages.map((one) => percentOf({ sites: [one] }))).toEqual([0, 0, 25, 50, 63, 100, 100]);
  expect(percentOf({ sites: [site({ stage: 'done' }), site({ stage: 'waiting' })] })).toBe(50);
  expect(percentOf({ sites: [] })).toBe(0);
});

test('a site says what it is at, and which plugin knows how many', () => {
  expect(stageText(site({ stage: 'sweep', done: 12, total: 254 }))).toBe('12 of 254 asked');
  expect(stageText(site({ stage: 'identify', done: 2, total: 9 }))).toBe('254 asked, 2 of 9 looked at');
  expect(pluginsText({ plugins: { linux: 1, switch: 4, asterisk: 1 } })).toBe('switch 4, asterisk 1, linux 1');
  expect([whereText({ site: null, network: null }), whereText({ site: 'leeds', network: null }), whereText({ site: null, network: '10.0.0.0/28' })]).toEqual(['everywhere', 'leeds', '10.0.0.0/28']);
});
