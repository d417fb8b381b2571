import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { expect, test } from 'vitest';
import { setInYaml, unsetInYaml } from './yaml-edit.ts';

const path = ['plugins', 'widget', 'enabled'];

test.each([
  ['where no plugin stands', '# head\nsite: leeds   # here\nnetworks: [10.0.0.0/8]', '# head\nsite: leeds   # here\nnetworks: [10.0.0.0/8]\nplugins:\n  widget: { enabled: true }\n'],
  ['beside other plugins', 'site: x\nplugins:\n    # the switches\n    snmp-switch: { grant: read }   # all\n', 'site: x\nplugins:\n    # the switches\n    widget: { enabled: true }\n    snmp-switch: { grant: read }   # all\n'],
  ['in a mapping on one line', 'plugins: { snmp-switch: { grant: read } } # all\n', 'plugins: { widget: { enabled: true }, snmp-switch: { grant: read } } # all\n'],
  ['where it is set already', 'plugins:\n  widget:\n    enabled: false # until May\n    grant: write\n', 'plugins:\n  widget:\n    enabled: true # until May\n    grant: write\n'],
  ['where other keys of it are set', 'plugins:\n  widget:\n    grant: write # asked by Ann\n', 'plugins:\n  widget:\n    enabled: true\n    grant: write # asked by Ann\n'],
  ['in one that is on one line', 'plugins:\n  widget: { grant: write }\n', 'plugins:\n  widget: { enabled: true, grant: write }\n'],
])('a value is set %s, and nothing else of the text is another', (_where, before, after) => {
  expect(setInYaml(before, path, true)).toBe(after);
});

test.each(['plugins:\n', 'plugins: # none yet\n', 'plugins:\n  widget:\n', 'plugins: {}\n', '', '# only a comment\n', 'a: 1\n---\n'.slice(0, 5)])('a text that is laid out otherwise (%j) keeps its comments too', (text) => {
  const result = setInYaml(text, path, true);
  expect(parse(result)).toEqual({ ...parse(text), plugins: { widget: { enabled: true } } });
  for (const [comment] of text.matchAll(/#.*/g)) expect(result).toContain(comment);
});

test('whatever a file says, the value is set and all else is said as before', () => {
  const name = fc.constantFrom('a', 'widget', 'plugins', 'enabled', 'b-c');
  const tree = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.constantFrom('x', 'y: z', '#', true, 3, null), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(name, tie('value'), { maxKeys: 4 })),
  })).value;
  fc.assert(fc.property(fc.dictionary(name, tree, { maxKeys: 4 }), fc.constantFrom(0, 2), (others, collectionStyle) => {
    const value = { ...others, plugins: { other: { enabled: false } } };
    const text = stringify(value, collectionStyle === 0 ? {} : { collectionStyle: 'flow' });
    expect(parse(setInYaml(text, path, true))).toEqual({ ...value, plugins: { other: { enabled: false }, widget: { enabled: true } } });
  }), { numRuns: 500 });
});

test('what is set is taken away again, and the text is the one before', () => {
  const name = fc.constantFrom('a', 'widget', 'plugins', 'b-c', 'on', '10');
  const value = fc.oneof(fc.constantFrom('x', 'y: z', '#', 'a, b', '- c', 'true', '', 'two\nlines', true, 3, null), fc.array(fc.constantFrom('x', '{'), { maxLength: 2 }), fc.dictionary(name, fc.constantFrom('x', 1), { maxKeys: 2 }));
  const others = fc.dictionary(name, fc.dictionary(name, value, { minKeys: 1, maxKeys: 3 }), { minKeys: 1, maxKeys: 3 });
  fc.assert(fc.property(others, value, fc.constantFrom({}, { collectionStyle: 'flow' as const }), (tree, given, style) => {
    const text = stringify(tree, { lineWidth: 0, ...style });
    const set = setInYaml(text, ['new', 'key'], given);
    expect(parse(set)).toEqual({ ...tree, new: { key: given } });
    expect(unsetInYaml(set, ['new', 'key'], 0)).toBe(text);
  }), { numRuns: 300 });
});

test.each([
  ['plugins:   # none yet\n  # but soon\nsite: x\n', 'plugins: { widget: { enabled: true } }   # none yet\n  # but soon\nsite: x\n'],
  ['devices:\n  - name: x   # here\n', 'devices:\n  - name: x   # here\nplugins:\n  widget: { enabled: true }\n'],
])('a key with nothing behind it is filled where it stands: %j', (text, wanted) => {
  expect(setInYaml(text, path, true)).toBe(wanted);
});

test('what an alias or a text stands for is not edited through it', () => {
  expect(() => setInYaml('a: &a { b: 1 }\nplugins: *a\n', path, true)).toThrow(expect.objectContaining({ code: 'JF1044' }));
  expect(() => setInYaml('plugins: some text\n', path, true)).toThrow(expect.objectContaining({ code: 'JF1044' }));
});
