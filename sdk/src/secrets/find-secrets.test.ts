import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusedSecrets, scanRecording } from '../testing/index.ts';
import { findSecrets, replaceSecrets, secretKinds } from './find-secrets.ts';
import { Placeholders } from './placeholders.ts';

function redact(text: string, placeholders = new Placeholders()): string {
  return replaceSecrets(text, (secret) => placeholders.of(secret));
}

const of = (alphabet: string, minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet), { minLength, maxLength }).map((characters) => characters.join(''));
const small = 'abcdefghijklmnopqrstuvwxyz';
const letters = small + small.toUpperCase();
const digits = '0123456789';
const alphanumeric = letters + digits;
const url64 = `${alphanumeric}-_`;
const hex = '0123456789abcdef';
/** A password as people make them: never a word that says that there is none. */
const password = fc.tuple(of(letters, 3, 8), of(digits, 3, 4), of('!%+~^', 0, 2)).map((parts) => parts.join(''));

const login = password.map((secret) => Buffer.from(`ops:${secret}`).toString('base64'));

/** A secret of each kind, with the text around it: `{}` is where it stands. */
const planted: { readonly [kind: string]: readonly (readonly [text: string, secret: fc.Arbitrary<string>])[] } = {
  'private-key': [
    ['-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n-----END OPENSSH PRIVATE KEY-----', of(alphanumeric, 64)],
    ['-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----', of(alphanumeric, 64)],
    ['-----BEGIN PRIVATE KEY-----\n{}\n(the rest is cut off)', of(alphanumeric, 64)],
    ['Private-Lines: 1\n{}\n', of(alphanumeric, 64)],
    [' KEY={}', of(alphanumeric, 70).map((body) => Buffer.from(`-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`).toString('base64'))],
  ],
  'password-hash': [
    ['root:{}:19000:0:99999:7:::', of(alphanumeric, 22).map((body) => `$6$${body.slice(0, 8)}$${body}`)],
    ['enable secret 9 {}', of(alphanumeric, 43).map((body) => `$9$${body.slice(0, 14)}$${body}`)],
    ['{} stands alone', of(alphanumeric, 53).map((body) => `$2b$12$${body}`)],
    ['userPassword:: {}', of(alphanumeric, 28).map((body) => `{SSHA}${body}=`)],
    ['guest:{}:12000:0:99999:7:::', of(alphanumeric, 13)],
    ['Administrator:500:aad3b435b51404eeaad3b435b51404ee:{}:::', of(hex, 32)], ['ops:1001:XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:{}:[U          ]:LCT-5F000000:', of(hex, 32).map((hash) => hash.toUpperCase())], ['NT-Hash: {}', of(hex, 32)],
  ],
  token: [['http://192.0.2.1/cgi-bin/luci/;stok={}/admin', of(hex, 32)], ['id {} end', fc.tuple(of(url64, 20), of(url64, 30), of(url64, 43)).map(([head, body, signature]) => `eyJ${head}.${body}.${signature}`)]],
  'cloud-key': [
    ['aws {}', of(letters.toUpperCase() + digits, 16).map((id) => `AKIA${id}`)],
    ['remote: {}', of(alphanumeric, 36).map((id) => `ghp_${id}`)],
    ['see {} there', of(url64, 35).map((id) => `AIza${id}`)],
    ['DefaultEndpointsProtocol=https;AccountKey={};EndpointSuffix=x', of(alphanumeric, 40).map((id) => `${id}==`)],
    ['https://hooks.slack.com/services/{}', of(alphanumeric, 24).map((id) => `T01ABCDEF/B01ABCDEF/${id}`)], ['https://x.blob.core.windows.net/c?sv=2020&sig={}', of(alphanumeric, 40).map((id) => `${id}%3D`)],
  ],
  'url-password': [['https://{}@github.com/x/y.git', of(letters, 20).map((token) => `1${token}`)], ['origin https://backup:{}@example.net/x.git', password], ['sftp://user:{}@192.0.2.1/', password]],
  authorization: [['sent Basic {}', login], ['{"auths":{"registry.example.net":{"auth":"{}"}}}', login], ['Authorization: Basic {}', of(alphanumeric, 20)], ['Proxy-Authorization: Digest username="x", response="{}"', of(hex, 32)], ['curl -H "Bearer {}"', of(alphanumeric, 24)]],
  cookie: [['Set-Cookie: SESSION={}; HttpOnly', of(alphanumeric, 20)]],
  community: [
    ['snmp-server community {} RO', password], ['snmp-agent community read cipher {}', password], ['rocommunity {} 10.0.0.0/8', password], ['com2sec readonly default {}', password],
    ['trap2sink 192.0.2.9 {}', password], ['set snmp community {} authorization read-only', password], ['1.3.6.1.6.3.18.1.1.1.2.1 = OctetString: "{}"', password],
  ],
  'snmp-user': [['snmpv3 user "ops" auth sha "{}"', password], ['snmpv3 user "ops" auth sha REDACTED-1 priv aes "{}"', password], ['createUser ops SHA "{}" AES', password], ['createUser ops SHA-256 REDACTED-1 AES {}', password], ['snmp-server user ops grp v3 auth sha {} priv aes 128 REDACTED-2', password], ['usmUser 1 3 {} x', of(hex, 40).map((key) => `0x${key}`)]],
  'device-password': [
    ['enable secret 5 {}', password], ['username ops privilege 15 password 7 {}', password], [' neighbor 192.0.2.2 password {}', password], ['  key-string {}', password],
    ['machine example.net login ops password {}', password], ['line vty 0 4\n password {}\n login', password], ['            pre-shared-key {};', password], [' wpa-psk ascii 0 {}', password],
    ['  set password ENC {}', of(alphanumeric, 40).map((id) => `${id}==`)], ['vtp password {}', password], ['bindpw {}', password], ['password manager user-name "ops" plaintext "{}"', password],
    ['password operator sha1 {}', of(hex, 40)], ['mgmt-user admin root {}', of(hex, 40)], ['    wpa-passphrase {}', of(hex, 48)], ['user admin group administrators password ciphertext {}', of(alphanumeric, 40)],
  ],
  'shared-secret': [['tacacs-server host 192.0.2.3 key 7 {}', password], ['radius server x key {}', password], ['ip ospf message-digest-key 1 md5 {}', password], ['crypto isakmp key {} address 192.0.2.4', password]],
  'ami-secret': [['Action: Login\nKey: {}\n', of(hex, 32)], ['Var-000001: password\nValue-000001: {}\n', password]],
  setting: [
    ['secret = {}', password], ['password={}', password], ['Password: {} ', password], ['"apiKey": "{}",', password], ["token: '{}'", password], ['export RESTIC_PASSWORD={}', password],
    ['<wpaPassphrase>{}</wpaPassphrase>', password], ['aws_secret_access_key = {}', of(alphanumeric, 40)], ['PresharedKey = {}=', of(alphanumeric, 43)], ['md5_cred={}', of(hex, 32)],
    ['psk="{}"', password], ['Secret: two words {}', password], ['Output: password = two words {}', password], ['Line-000001-000002: secret=two words {}', password], ['GET /x?a=b&token={}&c=d', password], ['db.password => {}', password], ['[upsmon]\n  password = {}\n  upsmon master', password], ['{"name":"password","value":"{}"}', password], ['{"value": "{}", "key": "db.password"}', password], ['- name: DB_PASSWORD\n  value: {}', password],
    ['wireless.default_radio0.key=\'{}\'', password], ['\toption key \'{}\'', password], ['address: 192.0.2.1 # the old password was {}', password], ['# password: {}', password],
    ...[...'$([<@/%'].map((first) => ['password={}', password.map((secret) => `${first}Q1${secret}`)] as const), ['login failed: password=({}) for ops', password],
    ['"a = \\"x\\"\\npassword = {}"', password],
  ],
  'login-line': [
    ['MONITOR ups@localhost 1 upsmon {} master', password], ['db.example.net:5432:app:ops:{}', password], ['*:*:*:ops:{}', password], ['ops * {} *', password], ['"ops" pppd "{}" 10.0.0.2', password],
  ],
  'service-password': [['requirepass {}', password], ['ops : EAP "{}"', password], ['register => ops:{}@sip.example.net', password], ['1001 => {},Ops', of(digits, 4)], ['<P34>{}</P34>', password], ['key k { algorithm hmac-md5; secret "{}"; };', of(alphanumeric, 24)]],
  encoded: [
    ['1.3.6.1.4.1.99999.1.0 = OctetString: "0x{}"', password.map((secret) => Buffer.from(`password = ${secret}`).toString('hex'))],
    ['1.3.6.1.4.1.99999.1.0 = Hex-STRING: {}', password.map((secret) => (Buffer.from(`password = ${secret}`).toString('hex').match(/../g) ?? []).join(' '))],
  ],
  option: [
    ['sshpass -p {} ssh ops@192.0.2.1', password], ['sshpass -p{} ssh ops@192.0.2.1', password], ['curl -s -u ops:{} http://192.0.2.1/', password], ['mysqldump -u root -p{} all', password],
    ['snmpwalk -v2c -c {} 192.0.2.1', password], ['snmpget -v3 -u ops -l authPriv -A {} -x AES 192.0.2.1', password], ['snmpget -v3 -u ops -X \'{}\' 192.0.2.1', password],
    ['/usr/bin/mysqldump --password {} all', password], ['tool --api-key={} run', password],
  ],
};

const around = fc.array(fc.constantFrom('interface GigabitEthernet1/0/1', ' description uplink', 'Linux web 6.1.0', '', 'Response: Success', 'uptime 5 days', '1.3.6.1.2.1.1.5.0 = OctetString: "core"'), { maxLength: 4 });

test('every kind that is looked for is tried', () => {
  expect(Object.keys(planted).sort()).toEqual(secretKinds.toSorted());
});

test.each(Object.entries(planted))('%s: a planted one is found, and nothing of it is left when it is redacted', (kind, texts) => {
  for (const [text, secrets] of texts) {
    fc.assert(fc.property(secrets, around, around, (secret, before, behind) => {
      const whole = [...before, text.replace('{}', () => secret), ...behind].join('\n');
      const found = findSecrets(whole);
      expect(found.map((one) => one.kind)).toContain(kind);
      const redacted = redact(whole);
      expect(redacted).not.toContain(secret);
      expect(findSecrets(redacted)).toEqual([]);
      expect(redact(redacted)).toBe(redacted);
    }), { numRuns: 30 });
  }
});

test('the same secret has the same placeholder, another one another', () => {
  const placeholders = new Placeholders();
  expect(redact('password = hunter22\nsecret: hunter22\ntoken: other333\n', placeholders)).toBe('password = REDACTED-1\nsecret: REDACTED-1\ntoken: REDACTED-2\n');
  expect(placeholders.count).toBe(2);
});

test.each([
  'Password: ', 'password: ********', 'token_type: bearer', 'PasswordAuthentication no', 'service password-encryption', 'password = ${DB_PASSWORD}', 'password_file: /etc/x', 'passwd_1:4.13+dfsg1-1',
  'Message: Authentication failed', 'AuthType: userpass', 'Secret: <hidden>', 'community: 65000:100', 'Enter the password.', 'Password expired: never', 'hash_pass: 303032', 'sip:1001@192.0.2.1:5060',
  'Challenge: 971148174', 'key 1', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0PZ ops@web', 'snmpCommunityName', 'secret', 'root:x:0:0:root:/root:/bin/sh', 'root:*:19000:0:99999:7:::', 'passwords: 3',
  'password=$DB_PASSWORD', 'password: $(cat /run/x)', 'password=${PASSWORD:-x}', 'password = (none)', 'password: (not set)', 'passwords: []', 'secrets: ["a"', 'password: <your password>', 'password: %PASSWORD%', 'password: %(password)s', 'password = /etc/ppp/secret', 'password: @vault',
  'set status ENC', 'Basic Configuration', 'Basic Information of the device', '{"auth":"required"}', '{"name":"username","value":"Hunter22"}', '{"name":"passwordFile","value":"x1y2z3"}', 'MONITOR ups@localhost 1 upsmon', 'sshpass -e ssh x', 'curl -u ops http://192.0.2.1/', 'mysqldump -p all',
  'mkdir -p/srv/x', 'snmpwalk -v2c -On 192.0.2.1', '00:11:22:33:44', '12:30:45:00:aaaa', 'root:0:0:1:x', 'GigabitEthernet * up *', 'ops:1001:1001:Ops:/home/ops:', 'md5: 0123456789abcdef0123456789abcdef', 'show password manager', 'vtp mode transparent', 'bindpw',
  'option keychain', 'option key 1', "option ssid 'Guests22'", 'a;state=0123456789abcdef', 'https://api.slack.com/services/x', 'https://x/?signature=no', 'https://firstname.lastname1@example.net/', 'https://ops@example.net/', '# password policy', '# the password of core-1.', '# password: see the wiki', '# token 15s',
  '0x48656c6c6f2c20776f726c642c207468697320697320', '02:4c:45:01:00:00', 'hex 70 61 73 73 77 6f 72 64 20 6f 66 20 6e 6f 6e 65', Buffer.from('-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUB0PZ0123456789abcdef\n').toString('base64'),
])('%s is no secret', (text) => {
  expect(findSecrets(text)).toEqual([]);
});

// The shared folder lies beside the repository; without it there is nothing to measure on.
const shared = process.env['JACKFIELD_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared');
const folder = join(shared, 'ami');
const fleet = join(shared, 'fleet/train.tar.gz');

test.skipIf(!existsSync(folder))('in the dialogues of a real PBX only its passwords are found, and all of them', () => {
  for (const file of readdirSync(folder).filter((name) => /^\d.*\.txt$/.test(name))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const lines = text.split('\n');
    const genuine = /secret|pw-\d|not-the-password|nope|password|: C\d*: Key: /i;
    expect(findSecrets(text).map(({ line }) => `${file}: ${lines[line - 1] ?? ''}`).filter((line) => !genuine.test(line))).toEqual([]);
    expect(redact(text)).not.toMatch(/pw-\d{4}|[a-z]-secret\b|not-the-password/);
  }
});

test.skipIf(!existsSync(fleet))('in the recordings of a fleet of SNMP agents only two communities of one agent are found', () => {
  const unpacked = mkdtempSync(join(tmpdir(), 'jackfield-fleet-'));
  try {
    execFileSync('tar', ['xzf', fleet, '-C', unpacked]);
    const found = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name))
      .flatMap((name) => findSecrets(readFileSync(join(unpacked, name), 'latin1')).map(({ kind }) => `${basename(name)}: ${kind}`));
    expect(found).toEqual(['sm-os_80hdx.snmprec: community', 'sm-os_80hdx.snmprec: community']);
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}, 60_000);

test('in a recording base64 and quoted strings are looked into; a line that is allowed with a reason is not refused', () => {
  const hidden = Buffer.from('\u0000password = hunter22\n', 'latin1').toString('base64');
  const text = `allowed:\n  - line: 'stdout: "token = docs-example1"'\n    reason: an example of the documentation\nexchanges:\n  - base64: ${hidden}\n  - stdout: "token = docs-example1"\n  - text: "pass\\nsecret = hunter33\\r\\n"\n`;
  expect(scanRecording(text).map(({ line }) => line)).toEqual([2, 5, 6, 7]);
  expect(refusedSecrets(text, { allowed: [{ line: '- stdout: "token = docs-example1"', reason: 'an example of the documentation' }] }).map(({ line }) => line)).toEqual([5, 7]);
});
