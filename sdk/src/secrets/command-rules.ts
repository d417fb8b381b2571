import { isDull, type SecretRule } from './secret-rule.ts';

const value = '(?:"([^"\\n]+)"|\'([^\'\\n]+)\'|([^\\s"\'|;]+))';
const accepts = (secret: string): boolean => !isDull(secret);

/** What stands behind this, however often a command has it: all that is before is only looked at. */
function after(kind: string, why: string, before: string): SecretRule {
  return { kind, why, pattern: new RegExp(`(?<=${before})${value}`, 'dg'), accepts };
}

const why = 'an option of a command line that takes a secret';

/** Secrets that a program knows by their place: options of one letter, fields of a line. */
export const commandRules: readonly SecretRule[] = [
  after('option', why, '\\bsshpass[ \\t]{1,4}-p[ \\t]{0,4}'),
  after('option', why, '\\bcurl\\b[^\\n|;]{0,300}[ \\t](?:-u[ \\t]{0,4}|--user[ =])["\']?[^\\s:"\'@/]{1,64}:'),
  after('option', why, '\\b(?:mysql|mysqldump|mysqladmin|mysqlcheck|mariadb|mariadb-dump|mariadb-admin)\\b[^\\n|;]{0,300}[ \\t]-p'),
  after('option', why, '\\b(?:snmp(?:walk|get|getnext|bulkwalk|bulkget|set|table|trap|inform|status|test|df|delta|netstat)|trapsess)\\b[^\\n|;]{0,300}[ \\t]-[cAX][ \\t]{0,4}'),
  after('option', why, '\\b(?:(?:docker|podman|nerdctl|buildah|skopeo|helm[ \\t]{1,4}registry)[ \\t]{1,4}login\\b[^\\n|;]{0,300}[ \\t]-p|redis-cli\\b[^\\n|;]{0,300}[ \\t]-a|ldap(?:search|add|modify|delete|passwd|whoami)\\b[^\\n|;]{0,300}[ \\t]-w|ipmitool\\b[^\\n|;]{0,300}[ \\t]-P)[ \\t]{1,4}'),
  { kind: 'login-line', why: 'the password of a UPS monitor', pattern: /^[ \t|]*MONITOR[ \t]+\S+[ \t]+\d+[ \t]+\S+[ \t]+"?([^\s"]+)"?[ \t]+(?:master|slave|primary|secondary)\b/dgim, accepts },
  {
    kind: 'login-line', why: 'a line of .pgpass',
    pattern: /^[ \t|]*(?:\*|[a-z/][\w./-]{0,100}|\d{1,3}(?:\.\d{1,3}){3}):(?:\*|\d{2,5}):(?:\*|[a-z_][\w-]{0,62}):(?:\*|[a-z_][\w-]{0,62}):((?:[^\s:\\]|\\.){4,200})[ \t]*$/dgim,
    accepts,
  },
  {
    kind: 'login-line', why: 'a line of chap-secrets or pap-secrets',
    pattern: /^[ \t|]*(?:"[^"\n]{1,64}"|[a-z][\w.@\\-]{0,63})[ \t]+(?:\*|"?(?:x?l2tpd?|pppd?|pptpd?|[\w.-]{1,30}-?vpn)"?)[ \t]+(?:"([^"\n]{4,})"|([^\s"*]{4,}))[ \t]+(?:"?\*"?|"?\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?"?)[ \t]*$/dgim,
    accepts,
  },
];
