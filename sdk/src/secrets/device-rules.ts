import { beginning, form, line, start, value } from './line-rule.ts';
import { isDull, type SecretRule } from './secret-rule.ts';

const community = 'the community of an SNMP agent';
const login = 'a password in the configuration of a device';
const shared = 'the secret that a device shares with its server or neighbour';
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
  line('shared-secret', shared, `${start}(?:tacacs|radius)\\S{0,100}(?:[ \\t]{1,20}\\S{1,100}){0,8}?[ \\t]{1,20}(?:key|secret)`),
  line('shared-secret', shared, '(?:message-digest-key[ \\t]{1,20}\\d{1,10}[ \\t]{1,20}md5|isakmp[ \\t]{1,20}key|wpa-psk[ \\t]{1,20}(?:ascii|hex)|wpa[ \\t]{1,20}psk[ \\t]{1,20}set-key[ \\t]{1,20}(?:ascii|hex)|ntp[ \\t]{1,20}authentication-key[ \\t]{1,20}\\d{1,10}[ \\t]{1,20}md5|ospf[ \\t]{1,20}authentication-key|(?:standby|vrrp|glbp)[ \\t]{1,20}\\d{1,10}[ \\t]{1,20}authentication(?:[ \\t]{1,20}(?:md5[ \\t]{1,20}key-string|text))?(?![ \\t]{1,20}(?:md5|text)\\b))'),
  { kind: 'device-password', why: login, pattern: /\bset[ \t]+[\w-]{1,40}[ \t]+ENC[ \t]+"?([^\s"]{8,})/dg },
  line('device-password', login, `${start}password[ \\t]{1,20}(?:manager|operator|port-access|all)(?:[ \\t]{1,20}user-name[ \\t]{1,20}\\S{1,100})?[ \\t]{1,20}(?:plaintext|sha1|sha-256)`),
  line('device-password', login, `${start}(?:bindpw|rootbindpw|rootpw|rootpwmoddn)`),
  { kind: 'device-password', why: login, pattern: /^[ \t|]*mgmt-user[ \t]+\S+[ \t]+\S+[ \t]+([0-9a-f]{16,})[ \t]*$/dgim },
  line('snmp-user', snmpUser, `snmpv3[ \\t]{1,20}user[ \\t]{1,20}[^\\n]{1,100}?[ \\t]auth[ \\t]{1,20}(?:md5|sha\\S{0,100})`),
  line('snmp-user', snmpUser, `snmpv3[ \\t]{1,20}user[ \\t]{1,20}[^\\n]{1,200}?[ \\t]priv(?:[ \\t]{1,20}(?:des|3des|aes\\S{0,100}))?`),
  line('device-password', login, `${start}(?:ikev[12][ \\t]{1,20})?(?:(?:local|remote)-authentication[ \\t]{1,20})?pre-shared-key[ \\t]{1,20}(?:address|hostname)[ \\t]{1,20}\\S{1,100}(?:[ \\t]{1,20}\\S{1,40})?[ \\t]{1,20}key`),
  line('device-password', login, `${start}ikev[12][ \\t]{1,20}(?:(?:local|remote)-authentication[ \\t]{1,20})?pre-shared-key`),
  line('device-password', login, `${start}ppp[ \\t]{1,20}(?:chap|pap)[ \\t]{1,20}(?:sent-username[ \\t]{1,20}\\S{1,100}[ \\t]{1,20})?password`),
  {
    // A name of the device's own, such as `ldap-login-password`: a value without a digit or a capital is more likely a word about it.
    kind: 'device-password', why: login,
    pattern: new RegExp(`(?<=${beginning}[\\w-]{1,30}-)(?:password|passwd|passphrase|pwd|secret|psk)[ \\t]{1,20}${form}${value};?[ \\t]{0,80}$`, 'dgim'),
    accepts: (secret) => !isDull(secret) && /[A-Z0-9]/.test(secret),
  },
  { kind: 'device-password', why: 'what the device itself calls secret', pattern: /[ \t](?:"([^"\n]{1,2000})"|([^\s";]{1,500}));[ \t]{0,20}##[ \t]{1,4}SECRET-DATA/dg },
  line('device-password', login, '^[ \\t|]{0,200}set[ \\t][^\\n]{0,400}?[ \\t](?:authentication-key|authentication-password|privacy-password|privacy-key|simple-password|encrypted-password|(?:ascii-text|hexadecimal)|md5[ \\t]{1,20}\\d{1,10}[ \\t]{1,20}key)'),
  line('shared-secret', shared, '\\b(?:shared-key|key[ \\t]{1,20}(?:authentication|accounting|authorization)|authentication-mode[ \\t]{1,20}\\S{1,40}(?:[ \\t]{1,20}\\d{1,5})?|privacy-mode[ \\t]{1,20}\\S{1,40}|authentication[ \\t]{1,20}password)(?=[ \\t]{1,20}(?:irreversible-cipher|cipher|simple|plain(?:text)?|hash)[ \\t])'),
  { kind: 'device-password', why: 'a secret as Huawei\'s devices encrypt it', pattern: /(%\^%#\S{4,300}?%\^%#|%\$%\$\S{4,300}?%\$%\$|%@%@\S{4,300}?%@%@)/dg },
  { kind: 'community', why: community, pattern: /\/snmp community[ \t]{0,8}(?:\r?\n[ \t]{0,8})?(?:set|add)\b[^\n]{0,300}?[ \t]name=(?:"([^"\n]+)"|([^\s"]+))/dg, accepts: (secret) => !isDull(secret) },
  {
    kind: 'ami-secret', why: 'a password written by UpdateConfig',
    pattern: /^[ \t]*(?:C\d*: )?Var-(?<number>\d+): ?[\w-]*(?:password|secret|md5_cred)[ \t\r]*\n(?:[ \t]*(?:C\d*: )?(?!Var-)[^\n]*\n){0,2}?[ \t]*(?:C\d*: )?Value-\k<number>: ?([^\s>][^\r\n]*)/dgim,
  },
  { kind: 'ami-secret', why: 'what logs in to an Asterisk manager', pattern: /^[ \t]*(?:C\d*: )?Key: ?([0-9a-fA-F]{32})[ \t\r]*$/dgm },
];
