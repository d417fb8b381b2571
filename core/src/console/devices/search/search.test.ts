import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completions, indexed, knownValues, quoted, searchOf } from './index.ts';
import { wordsOf } from './query.ts';

type Device = Parameters<typeof indexed>[0];

const device = (name: string, site: string, more: Partial<Omit<Device, 'interfaces' | 'neighbours'>> = {}): Device => ({
  id: `id-${name}`, name, site, kind: 'switch', addresses: ['10.1.0.1'], vendor: 'Cisco', model: 'C9300-24T', os: 'IOS-XE', version: '17.9.4', serial: 'FXS1', plugins: ['snmp-switch'], state: 'ok', ...more,
});
const devices = [
  device('leeds-core-1', 'leeds'), device('leeds-access-1', 'leeds', { vendor: 'Aruba Networks', state: 'critical', addresses: ['10.1.0.2', 'fe80::2'] }),
  device('york-core-1', 'york', { vendor: 'Juniper', kind: 'router', state: null }), device('bristol-files', 'bristol', { kind: 'server', vendor: null, plugins: ['linux-server', 'backup-appliance'], state: 'warning' }),
].map((one) => indexed(one, new Map([['leeds', { district: 'yorkshire', region: 'north' }], ['york', { district: 'yorkshire', region: 'north' }], ['bristol', { district: 'west', region: 'south' }]])));
const known = knownValues(devices);
const found = (text: string): string[] => devices.filter(searchOf(text, known).matches).map((one) => one.device.name);
const told = (text: string): string => searchOf(text, known).mistake?.message ?? '';

describe('a search', () => {
  test.each([
    ['', ['leeds-core-1', 'leeds-access-1', 'york-core-1', 'bristol-files']],
    ['site:leeds vendor:cisco', ['leeds-core-1']],
    ['site:leeds site:york', ['leeds-core-1', 'leeds-access-1', 'york-core-1']],
    ['-site:leeds -site:york', ['bristol-files']],
    ['core kind:switch', ['leeds-core-1']],
    ['CORE Leeds', ['leeds-core-1']],
    ['vendor:"aruba networks"', ['leeds-access-1']],
    ['"aruba networks"', ['leeds-access-1']],
    ['state:none', ['york-core-1']],
    ['district:yorkshire -core', ['leeds-access-1']],
    ['plugin:backup-appliance', ['bristol-files']],
    ['"fe80::2"', ['leeds-access-1']],
    ['10.1.0.2', ['leeds-access-1']],
    ['-vendor:cisco region:north', ['leeds-access-1', 'york-core-1']],
  ])('%s', (text, names) => {
    expect(found(text)).toEqual(names);
    expect(told(text)).toBe('');
  });

  test.each([
    ['sit:leeds', 'there is no key “sit”; did you mean site:leeds?'],
    ['colour:red', 'there is no key “colour”. Keys are state, site'],
    ['state:critcal', 'no device has the state “critcal”; did you mean state:critical? There are ok, warning, critical, unknown, none.'],
    ['site:lee', 'did you mean site:leeds?'],
    ['kind:', 'kind: needs a value, what it is'],
    ['vendor:"cis', 'a quote is not closed'],
  ])('%s says what is wrong, and the rest of it still counts', (text, message) => {
    expect(told(text)).toContain(message);
    expect(found(`${text} york-`)).toEqual(text.includes('"') ? found('') : ['york-core-1']);
  });

  test('a text in quotes is found by itself, whatever it is', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }).filter((text) => !text.includes('"')), (name) => {
      const one = indexed(device(name, 'leeds'), new Map());
      expect(searchOf(`"${name}"`, known).matches(one)).toBe(true);
      expect(searchOf(`name:${quoted(name)}`, known).matches(one)).toBe(true);
      expect(searchOf(`-"${name}"`, known).matches(one)).toBe(false);
    }));
  });

  test('words keep their place in the text', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      for (const { from, to } of wordsOf(text)) expect([text.slice(from, to).trim() === '', from < to]).toEqual([false, true]);
    }));
  });
});

describe('completion', () => {
  const offered = (text: string, cursor = text.length): string[] => completions(text, cursor, known).map((one) => one.text);

  test('offers keys, and values of a key with how many have them', () => {
    expect(offered('')).toContain('state:');
    expect(offered('ven')).toEqual(['vendor:']);
    expect(completions('site:', 5, known)).toEqual([
      { text: 'site:leeds ', shown: 'site:leeds', hint: '2 devices' }, { text: 'site:bristol ', shown: 'site:bristol', hint: '1 device' }, { text: 'site:york ', shown: 'site:york', hint: '1 device' },
    ]);
  });

  test('quotes what has a space, keeps a minus and what stands around', () => {
    expect(offered('core -vendor:ar')).toEqual(['core -vendor:"aruba networks" ']);
    expect(offered('site:y core', 6)).toEqual(['site:york core']);
  });
});
