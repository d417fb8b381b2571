import { isDull, type SecretRule } from './secret-rule.ts';

const value = '(?:"([^"\\n]+)"|([^\\s";]+))';
/** How a device says in which form the secret follows: Cisco's 0, 5, 7, Huawei's cipher, Juniper's and others' words. */
const form = '(?:(?:level \\d+|encrypted|enc|cipher(?:text)?|irreversible-cipher|simple|plain(?:text)?|hash|ascii|hex|local|sha256|sha512|clear|\\d{1,2})[ \\t]+){0,3}';

function line(kind: string, why: string, before: string): SecretRule {
  return { kind, why, pattern: new RegExp(`${before}[ \\t]+${form}${value}`, 'dgim'), accepts: (secret) => !isDull(secret) };
}

/** Of a line, of a quoted text, or of what a label introduces. */
const start = '(?:^|["\'|,;]|: |\\\\[nrt])[ \\t|]*(?:set[ \\t]+)?';
const community = 'the community of an SNMP agent';
const login = 'a password in the configuration of a device';
const snmpUser = 'the key of an SNMPv3 user';

/** Lines of configurations in which the secret is told by its place, without a colon or an equals sign. */
export const deviceRules: readonly SecretRule[] = [
  line('community', community, `${start}(?:snmp(?:-server|-agent)?[ \\t]+community(?:[ \\t]+(?:read|write)(?=[ \\t]))?|r[ow]community6?|trapcommunity|authcommunity(?:[ \\t]+\\S+)?)`),
  line('community', community, `${start}com2sec6?(?:[ \\t]+-Cn[ \\t]+\\S+)?[ \\t]+\\S+[ \\t]+\\S+`),
  line('community', community, `${start}(?:trap2?sink|informsink)[ \\t]+\\S+`),
  line('community', community, `${start}snmp-server[ \\t]+host[ \\t]+\\S+(?:[ \\t]+(?:traps?|informs?))?(?:[ \\t]+version[ \\t]+(?:1|2c))?`),
  { kind: 'community', why: 'snmpCommunityName of an agent\'s own table', pattern: /^[ \t]*1\.3\.6\.1\.6\.3\.18\.1\.1\.1\.2\.[\d.]+(?: = OctetString: "([^"\n]+)"|\|4\|([^\n]+))/dgm },
  line('snmp-user', snmpUser, `${start}createUser(?:[ \\t]+-e[ \\t]+\\S+)?[ \\t]+\\S+[ \\t]+(?:MD5|SHA\\S*)`),
  line('snmp-user', snmpUser, `${start}createUser[^\\n]{0,300}[ \\t](?:DES|AES\\S*)`),
  { kind: 'snmp-user', why: snmpUser, pattern: /^[ \t|]*usmUser[ \t]+([^\n]*0x[^\n]+)/dgim },
  line('snmp-user', snmpUser, `snmp-server[ \\t]+user[^\\n]{0,300}[ \\t]auth[ \\t]+(?:md5|sha\\S*)`),
  line('snmp-user', snmpUser, `snmp-server[ \\t]+user[^\\n]{0,300}[ \\t]priv[ \\t]+(?:des|3des|aes)(?:[ \\t]+(?:128|192|256))?`),
  line('device-password', login, `(?:${start}|[ \\t])(?:enable|vtp|username[ \\t]+\\S+[^\\n]{0,200}?|user[ \\t]+\\S+[^\\n]{0,200}?|local-user[ \\t]+\\S+|neighbor[ \\t]+\\S+|peer[ \\t]+\\S+|super|login[ \\t]+\\S+)[ \\t]+(?:password|secret)`),
  {
    kind: 'device-password', why: login,
    pattern: new RegExp(`${start}(?:encrypted-)?(?:password|secret|passphrase|key-string|pre-shared-key|shared-secret|wpa-psk|wpa-passphrase|wpa-hexkey|psk|psksecret|authentication-key|authentication-password|privacy-password|privacy-key|plain-text-password-value|key)[ \\t]+${form}${value};?[ \\t]*$`, 'dgim'),
    // A sentence of two words is no line of a configuration.
    accepts: (secret, match) => !isDull(secret) && !(/^[a-z]+[.!:]?$/.test(secret) && /^\s*[A-Z]/.test(match[0])),
  },
  line('shared-secret', 'the secret that a device shares with its server or neighbour', `${start}(?:tacacs|radius)\\S*(?:[ \\t]+\\S+){0,8}?[ \\t]+(?:key|secret)`),
  line('shared-secret', 'the secret that a device shares with its server or neighbour', '(?:message-digest-key[ \\t]+\\d+[ \\t]+md5|isakmp[ \\t]+key|wpa-psk[ \\t]+(?:ascii|hex)|ntp[ \\t]+authentication-key[ \\t]+\\d+[ \\t]+md5|ospf[ \\t]+authentication-key|standby[ \\t]+\\d+[ \\t]+authentication(?:[ \\t]+md5[ \\t]+key-string)?)'),
  { kind: 'device-password', why: login, pattern: /\bset[ \t]+[\w-]{1,40}[ \t]+ENC[ \t]+"?([^\s"]{8,})/dg },
  line('device-password', login, `${start}password[ \\t]+(?:manager|operator|port-access|all)(?:[ \\t]+user-name[ \\t]+\\S+)?[ \\t]+(?:plaintext|sha1|sha-256)`),
  line('device-password', login, `${start}(?:bindpw|rootbindpw|rootpw|rootpwmoddn)`),
  { kind: 'device-password', why: login, pattern: /^[ \t|]*mgmt-user[ \t]+\S+[ \t]+\S+[ \t]+([0-9a-f]{16,})[ \t]*$/dgim },
  line('snmp-user', snmpUser, `snmpv3[ \\t]+user[ \\t]+[^\\n]{1,100}?[ \\t]auth[ \\t]+(?:md5|sha\\S*)`),
  line('snmp-user', snmpUser, `snmpv3[ \\t]+user[ \\t]+[^\\n]{1,200}?[ \\t]priv(?:[ \\t]+(?:des|3des|aes\\S*))?`),
  {
    kind: 'ami-secret', why: 'a password written by UpdateConfig',
    pattern: /^[ \t]*(?:C\d*: )?Var-(?<number>\d+): ?[\w-]*(?:password|secret|md5_cred)[ \t\r]*\n(?:[ \t]*(?:C\d*: )?(?!Var-)[^\n]*\n){0,2}?[ \t]*(?:C\d*: )?Value-\k<number>: ?([^\s>][^\r\n]*)/dgim,
  },
  { kind: 'ami-secret', why: 'what logs in to an Asterisk manager', pattern: /^[ \t]*(?:C\d*: )?Key: ?([0-9a-fA-F]{32})[ \t\r]*$/dgm },
];
