import { isDull, type SecretRule } from './secret-rule.ts';

const value = '(?:"([^"\\n]+)"|([^\\s";]+))';
/** How a device says in which form the secret follows: Cisco's 0, 5, 7, Huawei's cipher, Juniper's and others' words. */
const form = '(?:(?:level \\d{1,3}|encrypted|enc|cipher(?:text)?|irreversible-cipher|simple|plain(?:text)?|hash|ascii|hex|local|sha256|sha512|clear|\\d{1,2})[ \\t]{1,20}){0,3}';

function line(kind: string, why: string, before: string): SecretRule {
  return { kind, why, pattern: new RegExp(`${before}[ \\t]{1,20}${form}${value}`, 'dgim'), accepts: (secret) => !isDull(secret) };
}

/** Of a line, of a quoted text, or of what a label introduces. */
const start = '(?:^[ \\t|]{0,200}|(?:["\'|,;]|: |\\\\[nrt])[ \\t|]{0,8})(?:set[ \\t]{1,20})?';
const community = 'the community of an SNMP agent';
const login = 'a password in the configuration of a device';
const snmpUser = 'the key of an SNMPv3 user';

/** Lines of configurations in which the secret is told by its place, without a colon or an equals sign. */
export const deviceRules: readonly SecretRule[] = [
  line('community', community, `${start}(?:snmp(?:-server|-agent)?[ \\t]{1,20}community(?:[ \\t]{1,20}(?:read|write)(?=[ \\t]))?|r[ow]community6?|trapcommunity|authcommunity(?:[ \\t]{1,20}\\S{1,100})?)`),
  line('community', community, `${start}com2sec6?(?:[ \\t]{1,20}-Cn[ \\t]{1,20}\\S{1,100})?[ \\t]{1,20}\\S{1,100}[ \\t]{1,20}\\S{1,100}`),
  line('community', community, `${start}(?:trap2?sink|informsink)[ \\t]{1,20}\\S{1,100}`),
  line('community', community, `${start}snmp-server[ \\t]{1,20}host[ \\t]{1,20}\\S{1,100}(?:[ \\t]{1,20}(?:traps?|informs?))?(?:[ \\t]{1,20}version[ \\t]{1,20}(?:1|2c))?`),
  { kind: 'community', why: 'snmpCommunityName of an agent\'s own table', pattern: /^[ \t]*1\.3\.6\.1\.6\.3\.18\.1\.1\.1\.2\.[\d.]+(?: = OctetString: "([^"\n]+)"|\|4\|([^\n]+))/dgm },
  line('snmp-user', snmpUser, `${start}createUser(?:[ \\t]{1,20}-e[ \\t]{1,20}\\S{1,100})?[ \\t]{1,20}\\S{1,100}[ \\t]{1,20}(?:MD5|SHA\\S{0,100})`),
  line('snmp-user', snmpUser, `${start}createUser[^\\n]{0,300}[ \\t](?:DES|AES\\S{0,100})`),
  { kind: 'snmp-user', why: snmpUser, pattern: /^[ \t|]*usmUser[ \t]+([^\n]*0x[^\n]+)/dgim },
  line('snmp-user', snmpUser, `snmp-server[ \\t]{1,20}user[^\\n]{0,300}[ \\t]auth[ \\t]{1,20}(?:md5|sha\\S{0,100})`),
  line('snmp-user', snmpUser, `snmp-server[ \\t]{1,20}user[^\\n]{0,300}[ \\t]priv[ \\t]{1,20}(?:des|3des|aes)(?:[ \\t]{1,20}(?:128|192|256))?`),
  line('device-password', login, `(?:${start}|[ \\t])(?:enable|vtp|username[ \\t]{1,20}\\S{1,100}(?=\\s)[^\\n]{0,200}?|user[ \\t]{1,20}\\S{1,100}(?=\\s)[^\\n]{0,200}?|local-user[ \\t]{1,20}\\S{1,100}|neighbor[ \\t]{1,20}\\S{1,100}|peer[ \\t]{1,20}\\S{1,100}|super|login[ \\t]{1,20}\\S{1,100})[ \\t]{1,20}(?:password|secret)`),
  {
    kind: 'device-password', why: login,
    pattern: new RegExp(`${start}(?:encrypted-)?(?:password|secret|passphrase|key-string|pre-shared-key|shared-secret|wpa-psk|wpa-passphrase|wpa-hexkey|psk|psksecret|authentication-key|authentication-password|privacy-password|privacy-key|plain-text-password-value|key)[ \\t]{1,20}${form}${value};?[ \\t]{0,80}$`, 'dgim'),
    // A sentence of two words is no line of a configuration.
    accepts: (secret, match) => !isDull(secret) && !(/^[a-z]+[.!:]?$/.test(secret) && /^\s*[A-Z]/.test(match[0])),
  },
  line('shared-secret', 'the secret that a device shares with its server or neighbour', `${start}(?:tacacs|radius)\\S{0,100}(?:[ \\t]{1,20}\\S{1,100}){0,8}?[ \\t]{1,20}(?:key|secret)`),
  line('shared-secret', 'the secret that a device shares with its server or neighbour', '(?:message-digest-key[ \\t]{1,20}\\d{1,10}[ \\t]{1,20}md5|isakmp[ \\t]{1,20}key|wpa-psk[ \\t]{1,20}(?:ascii|hex)|ntp[ \\t]{1,20}authentication-key[ \\t]{1,20}\\d{1,10}[ \\t]{1,20}md5|ospf[ \\t]{1,20}authentication-key|standby[ \\t]{1,20}\\d{1,10}[ \\t]{1,20}authentication(?:[ \\t]{1,20}md5[ \\t]{1,20}key-string)?)'),
  { kind: 'device-password', why: login, pattern: /\bset[ \t]+[\w-]{1,40}[ \t]+ENC[ \t]+"?([^\s"]{8,})/dg },
  line('device-password', login, `${start}password[ \\t]{1,20}(?:manager|operator|port-access|all)(?:[ \\t]{1,20}user-name[ \\t]{1,20}\\S{1,100})?[ \\t]{1,20}(?:plaintext|sha1|sha-256)`),
  line('device-password', login, `${start}(?:bindpw|rootbindpw|rootpw|rootpwmoddn)`),
  { kind: 'device-password', why: login, pattern: /^[ \t|]*mgmt-user[ \t]+\S+[ \t]+\S+[ \t]+([0-9a-f]{16,})[ \t]*$/dgim },
  line('snmp-user', snmpUser, `snmpv3[ \\t]{1,20}user[ \\t]{1,20}[^\\n]{1,100}?[ \\t]auth[ \\t]{1,20}(?:md5|sha\\S{0,100})`),
  line('snmp-user', snmpUser, `snmpv3[ \\t]{1,20}user[ \\t]{1,20}[^\\n]{1,200}?[ \\t]priv(?:[ \\t]{1,20}(?:des|3des|aes\\S{0,100}))?`),
  {
    kind: 'ami-secret', why: 'a password written by UpdateConfig',
    pattern: /^[ \t]*(?:C\d*: )?Var-(?<number>\d+): ?[\w-]*(?:password|secret|md5_cred)[ \t\r]*\n(?:[ \t]*(?:C\d*: )?(?!Var-)[^\n]*\n){0,2}?[ \t]*(?:C\d*: )?Value-\k<number>: ?([^\s>][^\r\n]*)/dgim,
  },
  { kind: 'ami-secret', why: 'what logs in to an Asterisk manager', pattern: /^[ \t]*(?:C\d*: )?Key: ?([0-9a-fA-F]{32})[ \t\r]*$/dgm },
];
