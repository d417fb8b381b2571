import { expect, test } from 'vitest';
import { clearRules } from '../../sdk/src/secrets/clear-rules.ts';
import { encodedRules } from '../../sdk/src/secrets/encoded-rules.ts';
import { CountingMatcher } from './counting-matcher.ts';

const rules = [...clearRules, ...encodedRules(() => false)];

/** Beginnings of what the rules look for, over and over: each one is a place from which a rule looks ahead, or back. */
const units = [
  'a', ' ', '\t', '\n', ' \n', '|', '"', "'", ': ', '; ', '\\n', '#', '# ', '! ', '0', '0a', 'ab ', 'ab:', 'A1+/', `${'A'.repeat(64)}\n`, '-----BEGIN A PRIVATE KEY-----', '-----BEGIN A PRIVATE KEY-----\nAAAA\n', 'Private-Lines: 1\nAAAAAAAA',
  '$1$', '{SSHA}', 'root:', 'root:0:', 'eyJaaaaaaaa.', 'a.eyJaaaaaaaa', 'AKIA', 'sk-', 'sk-a-', 'xoxb-', 'AccountKey=', '?sig=', 'hooks.slack.com/services/', ';stok=', 'http://', 'https://a', 'a://b:', 'a:b@', 'authorization: ', 'authorization', 'Bearer ', 'Basic ', 'Basic aaaaaa ', '"auth":"', 'cookie: a=',
  'set ', '"set ', 'snmp community ', '"snmp community', 'authcommunity ', '"authcommunity x ', '"com2sec ', '|com2sec a b ', '"trapsink ', '"trapsink', '"snmp-server host ', '"snmp-server host a version 1 ', '"createUser ', '"createUser', '"createUser -e a ', '"createUser a SHA ', 'usmUser 0x', 'snmp-server user ', 'snmp-server user a auth ', 'snmp-server user a priv aes ', ' auth md5', 'snmpv3 user ', 'snmpv3 user a auth sha ', 'snmpv3 user a priv ',
  'username ', 'username', '"username', ' username a', 'user ', 'user a b ', ' peer ', ' neighbor', 'local-user x ', ' login ', 'enable password ', 'enable secret level 1 ', '"password 1 ', '|key ', "'key ", '"key a', '"tacacs', '"tacacs ', '"radius x ', 'message-digest-key 1 ', 'isakmp key ', 'standby 1 authentication ', 'set a ENC ', '"password all user-name ', '"bindpw ', 'mgmt-user a b ',
  'Var-1: password\n', 'Var-1: password', 'Key: 0', 'sshpass -p', 'sshpass -p ', 'curl ', 'curl -u ', 'curl -u a', 'mysql ', 'mysql -p', 'snmpwalk ', 'snmpwalk -', 'snmpwalk -c', 'snmpwalk -c ', ' -c', ' -A ', 'MONITOR a 1 ', 'a:1:b:', '*:*:*:', 'ops * ', '"a" vpn ', '-vpn',
  ' pre-shared-key address a key ', '"ikev1 pre-shared-key ', '"ppp pap sent-username ', "'a-password ", "'a-", ' "', ' a;', ' a; ## ', ' "a"; ##', 'set a authentication-key ', 'set a md5 1 key ', 'shared-key ', 'authentication-mode a ', 'authentication-mode ', '%^%#', '%^%#a', '%$%$a ', '/snmp community set ', '/snmp community set name=',
  '"requirepass ', ' : PSK ', ' : RSA a ', ': XAUTH ', ': PSK "', 'secret "AAAAAAAAAAAA', 'register => a', 'register => a:b', '1 => 1', 'a-pin', 'pin=1', '<P2>', 'docker login ', 'docker login -p', 'redis-cli -a ', ' -w ', ' -P ', 'bot1:', '123456:AA', '-----BEGIN OpenVPN a key-----\n',
  'password', 'password=', 'password="', "password='", 'password=\\"', 'password="\\', 'password = (', 'password=<', 'passwordpassword.', '--password ', '--password', '-pass', 'name=', 'name: password ', '"name":"password",', '"name":"password" ', 'value: "x", ', '"value":"', '"value": "x", "name"', 'x.key=\'', 'option key ', '# password ', '# password is was ', '<', '<a', '<password', '<password a', '<password>', '<a:password ',
];

// Beyond all bounds of the patterns twice the text is twice the work; four times would be the square.
const most = 3;
/** Characters. Hex is matched pair by pair, each a call within the call before: less of it, and its rule has no bound to get beyond. */
const onceOf = (kind: string): number => (kind === 'encoded' ? 400 : 1_500);

test.each(rules.map(({ kind, pattern }, at) => [`${kind} ${at}`, pattern, onceOf(kind)] as const))('%s: twice the text is not more than about twice the work', (_name, pattern, once) => {
  const matcher = new CountingMatcher(pattern);
  const beyond = units.map((unit) => {
    const work = (length: number): number => matcher.look(unit.repeat(Math.ceil(length / unit.length)).slice(0, length));
    return { unit, steps: work(once), twice: work(2 * once) };
  }).filter(({ steps, twice }) => twice > most * steps);
  expect(beyond).toEqual([]);
});

test('the matcher finds what the engine finds, and sees a square', () => {
  const square = new CountingMatcher(/a\S+b/);
  expect(square.look('a'.repeat(800)) / square.look('a'.repeat(400))).toBeGreaterThan(3.5);
  const straight = new CountingMatcher(/a\S{1,20}b/);
  expect(straight.look('a'.repeat(800)) / straight.look('a'.repeat(400))).toBeLessThan(2.2);
});
