import { line, start } from './line-rule.ts';
import { isDull, type SecretRule } from './secret-rule.ts';

const why = 'a password in the configuration of a program';
const accepts = (secret: string): boolean => !isDull(secret);

/** Lines of the configuration of programs, in which the secret is told by its place or by a name of their own. */
export const serviceRules: readonly SecretRule[] = [
  line('service-password', why, `${start}(?:requirepass|masterauth|auth_pass|def(?:Auth|Priv)?Passphrase|def(?:Auth|Priv)(?:LocalizedKey|MasterKey)|defCommunity)`),
  { kind: 'service-password', why: 'a secret of ipsec.secrets', pattern: /(?:^|[ \t]):[ \t]{1,8}(?:PSK|EAP|NTLM|PIN|XAUTH(?:[ \t]{1,8}\S{1,100})?|(?:RSA|ECDSA|PKCS8|P12)[ \t]{1,8}\S{1,200})[ \t]{1,8}"([^"\n]+)"/dgm, accepts },
  { kind: 'service-password', why: 'the key of a name server or of DHCP', pattern: /\bsecret[ \t]{1,8}"([A-Za-z0-9+/=]{12,})"[ \t]{0,8};/dg },
  { kind: 'service-password', why: 'what registers at a SIP provider', pattern: /^[ \t|]{0,40}(?:C\d*: )?register[ \t]{0,8}=>?[ \t]{0,8}(?:[a-z]{1,10}:\/\/)?[^\s:@/]{1,64}:([^\s:@/]{1,100})(?::[^\s:@/]{1,64})?@/dgim, accepts },
  { kind: 'service-password', why: 'the number that opens a voice mailbox', pattern: /^[ \t|]{0,40}\d{2,10}[ \t]{0,8}=>[ \t]{0,8}-?(\d{3,12}),/dgm },
  { kind: 'service-password', why: 'a number that opens a conference or a card', pattern: /^[ \t|]{0,40}["']?(?:[\w-]{1,20}[_-])?pin["']?[ \t]{0,8}[=:][ \t]{0,8}["']?(\d{4,12})["']?,?[ \t]{0,20}$/dgim },
  { kind: 'service-password', why: 'a password in the settings of a Grandstream phone', pattern: /(?:^[ \t]{0,40}|<)P(?:2|34|196|406|506|606)(?:>|[ \t]{0,8}=[ \t]{0,8})([^\s<>]+)/dgm, accepts },
];
