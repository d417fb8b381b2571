import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactedExchange, Redactor } from './index.ts';

const secret = fc.string({ minLength: 4, maxLength: 40 }).filter((text) => text.trim() === text && /\w{4}/.test(text));

test('a known secret is found in every way it may be written', () => {
  fc.assert(fc.property(secret, fc.string(), fc.string(), (known, before, after) => {
    const redactor = new Redactor([known]);
    const forms = [
      `${before}${known}${after}`, JSON.stringify({ text: before + known + after }), `https://host/?q=${encodeURIComponent(known)}&x=1`, Buffer.from(known).toString('hex'),
    ];
    for (const form of forms) {
      const left = redactor.text(form);
      for (const trace of [known, encodeURIComponent(known), Buffer.from(known).toString('hex')]) expect(left).not.toContain(trace);
    }
  }));
});

test('in base64 too, wherever it stands in the text that was encoded', () => {
  const long = fc.string({ minLength: 12, maxLength: 40 }).filter((text) => text.trim() === text);
  fc.assert(fc.property(long, fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (known, before, after) => {
    const left = new Redactor([known]).text(Buffer.from(before + known + after).toString('base64'));
    expect(Buffer.from(left.replace('[redacted]', ''), 'base64').toString()).not.toContain(known);
    expect(left).toContain('[redacted]');
  }));
});

test.each([
  ['with password=hunter22 next', 'with password=[redacted] next'],
  ['{"apiKey":"abc","name":"core"}', '{"apiKey":"[redacted]","name":"core"}'],
  ['"data":"{\\"token\\":\\"abc\\"}"', '"data":"{\\"token\\":\\"[redacted]\\"}"'],
  ['snmp-server community s3cret RO', 'snmp-server community [redacted] RO'],
  ['enable secret 5 $1$abcd$efghijklmnop', 'enable secret 5 [redacted]'],
  ['root:$6$salt$hash:19000:', 'root:[redacted]:19000:'],
  ['Authorization: Bearer abcdefghij', 'Authorization: Bearer [redacted]'],
  ['ssh://ada:pass@host/', 'ssh://ada:[redacted]@host/'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n', '-----BEGIN OPENSSH PRIVATE KEY-----\n[redacted]\n-----END OPENSSH PRIVATE KEY-----\n'],
  ['passwordFile: /etc/restic/york', 'passwordFile: /etc/restic/york'],
  ['community: { vault: lab }', 'community: { vault: lab }'],
  ['the password is wrong', 'the password is wrong'],
])('%j becomes %j', (text, clear) => {
  const redactor = new Redactor([]);
  expect(redactor.text(text)).toBe(clear);
  expect(redactor.text(clear)).toBe(clear);
});

test('data: by key and by the names of pairs; references stay', () => {
  const redactor = new Redactor([]);
  expect(redactor.value({ fields: [['Username', 'ada'], ['Secret', 'x1']], password: 'p', community: { vault: 'lab' }, pin: 7 })).toEqual({
    fields: [['Username', 'ada'], ['Secret', '[redacted]']], password: '[redacted]', community: { vault: 'lab' }, pin: 7,
  });
  expect([...redactor.counts]).toEqual([['setting', 2]]);
  expect(redactor.value([{ name: 'password', value: 'Hunter22Kv' }, { name: 'user', value: 'ada' }])).toEqual([{ name: 'password', value: '[redacted]' }, { name: 'user', value: 'ada' }]);
});

test('an exchange keeps where it wrote, never what; a file is looked into', () => {
  const base = { callNumber: 1, call: 'apply x on y', agoMs: 1, length: null, error: null, outcome: null };
  const redactor = new Redactor(['hunter22-known']);
  expect(redactedExchange({ ...base, request: { op: 'snmp.set', varbinds: [['1.3.6.1.2.1.1.6.0', 'OctetString', 'roof']] }, answer: 'null' }, redactor).request)
    .toEqual({ op: 'snmp.set', varbinds: [['1.3.6.1.2.1.1.6.0', 'OctetString', '[redacted]']] });
  const file = (text: string | Buffer): string => JSON.stringify({ content: Buffer.from(text).toString('base64'), mode: 420 });
  const read = (text: string | Buffer): unknown => JSON.parse(redactedExchange({ ...base, request: { op: 'ssh.readFile', path: '/etc/x' }, answer: file(text) }, redactor).answer ?? '');
  expect(read('user ada\nkey hunter22-known\n')).toEqual({ content: Buffer.from('user ada\nkey [redacted]\n').toString('base64'), mode: 420 });
  expect(read(Buffer.from([0xff, 0xfe, 1]))).toEqual({ content: '', mode: 420 });
});
