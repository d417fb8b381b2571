import { expect, test } from 'vitest';
import { findSecrets, replaceSecrets } from './find-secrets.ts';

/** Lines as devices and programs write them, by where they stand; what is between ‹ and › is the secret. */
const secret: { readonly [where: string]: readonly string[] } = {
  'Cisco IOS, NX-OS and ASA': [
    'enable password 7 ‹094F471A1A0A›', 'enable secret 9 ‹$9$nhEmQVczB7dqsO$X.HsgL6x1il0RxkOSSvyQYwucySCt7qFm4v7pqCxkKM›', 'username nora privilege 15 secret 0 ‹Fjord82lamp›', 'username nora password 5 ‹$5$KDLkPk$q0zqOyL1Xg› role network-admin',
    'snmp-server community ‹Fjord82lamp› RO 10', 'snmp-server host 192.0.2.7 version 2c ‹Fjord82lamp›', 'snmp-server host 192.0.2.7 traps version 3 priv ops\nsnmp-server user ops grp v3 auth sha ‹Fjord82lamp› priv aes 128 ‹Heron73moss›',
    'tacacs-server host 192.0.2.8 single-connection key 7 ‹0822455D0A16›', 'tacacs server CORE\n address ipv4 192.0.2.8\n key ‹Fjord82lamp›', 'radius-server key ‹Fjord82lamp›', 'radius-server host 192.0.2.8 auth-port 1812 acct-port 1813 key 7 ‹0822455D0A16›',
    'crypto isakmp key ‹Fjord82lamp› address 192.0.2.9', 'crypto isakmp key 6 ‹Fjord82lamp› hostname peer.example.net', ' pre-shared-key local ‹Fjord82lamp›', ' pre-shared-key address 192.0.2.9 key ‹Fjord82lamp›', ' ikev1 pre-shared-key ‹Fjord82lamp›', ' ikev2 remote-authentication pre-shared-key ‹Fjord82lamp›',
    ' ip ospf message-digest-key 1 md5 7 ‹0822455D0A16›', ' ip ospf authentication-key ‹Fj82lamp›', ' neighbor 192.0.2.1 password 7 ‹0822455D0A16›', ' standby 1 authentication md5 key-string ‹Fjord82lamp›', ' vrrp 1 authentication text ‹Fj82lamp›', 'ntp authentication-key 1 md5 ‹Fjord82lamp›', ' ppp chap password 0 ‹Fjord82lamp›', ' ppp pap sent-username nora password 0 ‹Fjord82lamp›', 'key chain WAN\n key 1\n  key-string 7 ‹0822455D0A16›',
    'aaa-server AUTH (inside) host 192.0.2.8\n key ‹Fjord82lamp›', 'ldap-login-password ‹Fjord82lamp›', ' security wpa psk set-key ascii 0 ‹Fjord82lamp›', ' wpa-psk ascii 7 ‹0822455D0A161E00›', 'mpls ldp neighbor 192.0.2.2 password ‹Fjord82lamp›',
  ],
  Juniper: [
    'set system root-authentication encrypted-password "‹$6$aB3dE5fG$kM8nP2qR4sT6vW8xY0zA›"', 'set snmp community ‹Fjord82lamp› authorization read-only', 'set system radius-server 192.0.2.8 secret "‹$9$LmN4x7dbs2oG›"', 'set system tacplus-server 192.0.2.8 secret "‹$9$LmN4x7dbs2oG›"', 'set security ike policy P1 pre-shared-key ascii-text "‹$9$LmN4x7dbs2oG›"',
    'set protocols bgp group EXT neighbor 192.0.2.1 authentication-key "‹Fjord82lamp›"', 'set snmp v3 usm local-engine user ops authentication-sha authentication-password "‹Fjord82lamp›"', 'set snmp v3 usm local-engine user ops privacy-aes128 privacy-key "‹$9$LmN4x7dbs2oG›"', '            secret "‹Fjord82lamp›"; ## SECRET-DATA', '    authentication-key "‹Fjord82lamp›"; ## SECRET-DATA', 'set protocols ospf area 0 interface ge-0/0/0 authentication md5 1 key "‹Fjord82lamp›"',
  ],
  'Huawei and Comware': [
    ' local-user nora password irreversible-cipher ‹$1a$Fjord82lamp$Heron73moss›', ' set authentication password cipher ‹%^%#Fjord82lamp%^%#›', 'snmp-agent community write cipher ‹%^%#Fjord82lamp%^%#›', ' radius-server shared-key cipher ‹%^%#Fjord82lamp%^%#›', ' hwtacacs-server shared-key cipher ‹Fjord82lamp›', ' key authentication simple ‹Fjord82lamp›', ' pre-shared-key simple ‹Fjord82lamp›',
    ' snmp-agent usm-user v3 ops authentication-mode sha cipher ‹%^%#Fjord82lamp%^%#›', ' ospf authentication-mode md5 1 cipher ‹%^%#Fjord82lamp%^%#›', ' peer 192.0.2.1 password cipher ‹%^%#Fjord82lamp%^%#›', ' super password level 3 cipher ‹Fjord82lamp›',
  ],
  MikroTik: [
    '/user add name=nora group=full password=‹Fjord82lamp›', '/ppp secret add name=nora password=‹Fjord82lamp› service=l2tp', '/ip ipsec identity add peer=hq secret=‹Fjord82lamp›', '/snmp community set [ find default=yes ] name=‹Fjord82lamp›', '/interface wireless security-profiles set default wpa2-pre-shared-key=‹Fjord82lamp› mode=dynamic-keys', '/radius add address=192.0.2.8 secret="‹Fjord 82 lamp›" service=ppp',
    '/snmp community add addresses=10.0.0.0/8 authentication-password=‹Fjord82lamp› encryption-password=‹Heron73moss› name=ops', 'add auth-algorithms=sha256 wireguard private-key="‹mF0pQ7rS8tU9vW0xY1zA2bC3dE4fG5hI6jK7lM8nO9o=›"', '/interface l2tp-server server set enabled=yes ipsec-secret=‹Fjord82lamp› use-ipsec=yes',
  ],
  Fortinet: [
    '        set password ENC ‹AK1Fj0rD82lAmPh3R0n73mOsS4bCdEfGhIjKlM=›', '        set psksecret ENC ‹Fj0rD82lAmPh3R0n73mOsS4bCdEfGhIjKlM==›', '        set passphrase ‹Fjord82lamp›', '        set secret "‹Fjord82lamp›"', '        set auth-pwd ENC ‹Fj0rD82lAmPh3R0n73mOsS4bCdEfGhIjKlM==›', '        set priv-pwd ‹Fjord82lamp›', '        set ldap-password "‹Fjord82lamp›"', '        set private-key "‹-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFHDBOBgkqhkiG9w0BBQ0wQTApBgkqhkiG9w0BBQwwHAQI\n›-----END ENCRYPTED PRIVATE KEY-----"',
  ],
  'files of settings': [
    'DB_PASSWORD=‹Fjord82lamp›', 'export SMTP_PASS="‹Fjord 82 lamp›"', "JWT_SECRET='‹Fjord82lamp›'", 'DATABASE_URL=postgres://app:‹Fjord82lamp›@db.example.net:5432/app', 'REDIS_URL=redis://:‹Fjord82lamp›@127.0.0.1:6379/0', 'MYSQL_ROOT_PASSWORD: ‹Fjord82lamp›', 'SECRET_KEY=‹0c9f2e7a5b›', 'STRIPE_KEY=‹sk_live_4eC39HqLyjWDarjtT1zdp7dc›',
    'auth:\n  username: nora\n  password: ‹Fjord82lamp›', '  client_secret: "‹Fjord82lamp›"', '  api_token: ‹Fjord82lamp› # of the lab', 'snmp:\n  community: ‹Fjord82lamp›', '{"username":"nora","password":"‹Fjord82lamp›"}', '{"refresh_token": "‹Fjord82lamp›", "expires_in": 3600}', '{"snmp":{"authKey":"‹Fjord82lamp›","privKey":"‹Heron73moss›"}}', '{"passphrase":"‹two \\"quoted\\" words 82›"}', 'stringData:\n  admin-password: ‹Fjord82lamp›',
    '<add key="ApiPassword" value="‹Fjord82lamp›" />', 'Server=db;User Id=app;Password=‹Fjord82lamp›;Encrypt=yes', '//registry.example.net/:_authToken=‹Fjord82lamp›', 'machine git.example.net login nora password ‹Fjord82lamp›', 'requirepass ‹Fjord82lamp›', 'masterauth ‹Fjord82lamp›', 'ansible_become_pass=‹Fjord82lamp›', 'ansible_ssh_pass: ‹Fjord82lamp›',
  ],
  'addresses and headers': [
    'http://nora:‹Fjord82lamp›@192.0.2.1/cgi', 'rtsp://admin:‹Fjord82lamp›@192.0.2.30:554/stream1', 'amqp://guest:‹Fjord%2182›@mq.example.net/', 'GET /api?api_key=‹Fjord82lamp›&page=2', 'https://x.example.net/hook?access_token=‹Fjord82lamp›', 'Authorization: Basic ‹bm9yYTpGam9yZDgybGFtcA==›', 'authorization: Bearer ‹Fjord82lampHeron73moss›', 'Authorization: Token ‹Fjord82lampHeron73›', "curl -H 'X-Api-Key: ‹Fjord82lamp›' https://x.example.net/", 'X-Auth-Token: ‹Fjord82lamp›', 'PRIVATE-TOKEN: ‹Fjord82lamp›', 'X-Vault-Token: ‹Fjord82lamp›', 'Cookie: sid=‹Fjord82lampHeron73›', 'Authorization: Digest username="nora", realm="asterisk", nonce="4f", response="‹0123456789abcdef0123456789abcdef›"', 'wget --user=nora --password=‹Fjord82lamp› ftp://192.0.2.1/',
  ],
  keys: [
    '-----BEGIN OPENSSH PRIVATE KEY-----\n‹b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n›-----END OPENSSH PRIVATE KEY-----', '-----BEGIN EC PRIVATE KEY-----\n‹MHcCAQEEIFjordLampHeronMoss0123456789abcdefghijklmn\n›-----END EC PRIVATE KEY-----', '"key": "-----BEGIN PRIVATE KEY-----\\n‹MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg›\\n-----END PRIVATE KEY-----\\n"', '[Interface]\nPrivateKey = ‹mF0pQ7rS8tU9vW0xY1zA2bC3dE4fG5hI6jK7lM8nO9o=›', '<tls-crypt>\n-----BEGIN OpenVPN Static key V1-----\n‹6acef03f62675b4b1bbd03e53b187727›\n-----END OpenVPN Static key V1-----', 'AGE-SECRET-KEY-‹1QQPQZRFR7ZZ2WCVDLAMPFJ0RDHER0N73M0SSQQQQQQQQQQQQQQQQQQQQQQQ›',
  ],
  'PBX and phones': [
    'secret=‹Fjord82lamp›', 'type=auth\nauth_type=userpass\nusername=1001\npassword=‹Fjord82lamp›', 'register => nora:‹Fjord82lamp›@sip.example.net/1001', 'register = 1001:‹Fjord82lamp›@sip.example.net', '1001 => ‹8274›,Nora,nora@example.net', 'Action: Login\nUsername: ops\nSecret: ‹Fjord82lamp›', 'md5_cred=‹0123456789abcdef0123456789abcdef›', 'remotesecret=‹Fjord82lamp›', 'account.1.password = ‹Fjord82lamp›', 'user_pass1: ‹Fjord82lamp›', 'reg.1.auth.password="‹Fjord82lamp›"', '<P34>‹Fjord82lamp›</P34> <!-- SIP password -->', '<authPassword>‹Fjord82lamp›</authPassword>', 'outbound_auth/password=‹Fjord82lamp›', 'admin_pin=‹8274›',
  ],
  'SNMPv3 and SNMP agents': [
    'createUser ops SHA ‹Fjord82lamp› AES ‹Heron73moss›', 'createUser -e 0x80001f88 ops MD5 "‹Fjord82lamp›" DES', 'rocommunity ‹Fjord82lamp› 192.0.2.0/24', 'rwcommunity6 ‹Fjord82lamp›', 'com2sec local 127.0.0.1 ‹Fjord82lamp›', 'defAuthPassphrase ‹Fjord82lamp›', 'defPrivPassphrase ‹Fjord82lamp›', 'defCommunity ‹Fjord82lamp›', 'trapsess -v 3 -u ops -a SHA -A ‹Fjord82lamp› -x AES -X ‹Heron73moss› 192.0.2.7', 'snmpwalk -v3 -l authPriv -u ops -a SHA -A ‹Fjord82lamp› -x AES -X ‹Heron73moss› 192.0.2.1', 'snmpget -v1 -c‹Fjord82lamp› 192.0.2.1',
  ],
  'wireless and tunnels': [
    'wpa_passphrase=‹Fjord82lamp›', 'wpa_psk=‹0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef›', 'network={\n  ssid="guests"\n  psk="‹Fjord 82 lamp›"\n}', 'wep_key0=‹0123456789›', 'sae_password=‹Fjord82lamp›', 'psk=‹Fjord82lamp›', '192.0.2.1 192.0.2.9 : PSK "‹Fjord82lamp›"', ': RSA key.pem "‹Fjord82lamp›"', 'nora : EAP "‹Fjord82lamp›"', ': XAUTH nora "‹Fjord82lamp›"', '    auth_pass ‹Fj82lamp›', 'dhcp-option-key hmac-md5 { secret "‹mF0pQ7rS8tU9vW0xY1zA2g==›"; };', 'client lab {\n  secret = ‹Fjord82lamp›\n}', 'ike-psk: ‹Fjord82lamp›', 'nora Cleartext-Password := "‹Fjord82lamp›"', '"nora" * "‹Fjord82lamp›" *',
  ],
  'tokens of services': [
    'AWS_ACCESS_KEY_ID=‹AKIAFJORD82LAMPHERON›', 'aws_secret_access_key = ‹wFjordLampHeronMoss0123456789/abcdefghij›', 'github: ‹ghp_Fjord82lampHeron73mossFjord82lampHer›', 'slack: ‹xoxb-123456789012-Fjord82lampHeron›', 'glpat: ‹glpat-Fjord82lampHeron73mo›', 'https://hooks.slack.com/services/‹T01ABCDEF/B01ABCDEF/Fjord82lampHeron73mossAb›', 'bot: https://api.telegram.org/bot‹123456789:AAFjord82lampHeron73mossFjord82lamp›/getMe', 'vault: ‹hvs.Fjord82lampHeron73mossFjord›', 'npm: ‹npm_Fjord82lampHeron73mossFjord82lampHer›', 'openai: ‹sk-proj-Fjord82lampHeron73mossFjord82lampHeron›', 'jwt ‹eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJub3JhIn0.Fjord82lampHeron73moss›', 'docker login -u nora -p ‹Fjord82lamp› registry.example.net', 'redis-cli -h 192.0.2.1 -a ‹Fjord82lamp› ping', 'ldapsearch -x -D cn=ops -w ‹Fjord82lamp› -b dc=example', 'ipmitool -H 192.0.2.1 -U nora -P ‹Fjord82lamp› chassis status', 'AccountKey=‹mF0pQ7rS8tU9vW0xY1zA2bC3dE4fG5hI6jK7lM8nO9o==›;EndpointSuffix=x', 'sas: https://x.example.net/c?sv=2020&sig=‹Fjord82lampHeron73moss%3D›',
  ],
};

const harmless = [
  'service password-encryption', 'aaa authentication login default group tacacs+ local', 'aaa group server radius AUTH', ' standby 1 authentication md5 key-chain WAN', ' ssh server cipher aes256-ctr', 'ssl cipher HIGH', 'gpio pin = 17', 'secret: { plain: example-secret }', 'exten => 100,1,Answer()', 'radius-server timeout 5', 'tacacs-server directed-request', 'ip radius source-interface Vlan10', 'snmp-server enable traps snmp authentication linkdown', 'snmp-server location Rack 4', 'snmp-server group grp v3 priv read all',
  'crypto key generate rsa modulus 2048', 'crypto isakmp policy 10\n authentication pre-share', ' ip ospf authentication message-digest', ' neighbor 192.0.2.1 description password reset desk', 'key chain WAN\n key 1', 'username nora privilege 15', 'no ip http secure-server', 'ntp authenticate', 'ntp trusted-key 1', ' security passwords min-length 10',
  'set system login user nora class super-user', 'set snmp community-name-mapping', 'set security ike proposal P1 authentication-method pre-shared-keys', 'set system ntp server 192.0.2.3 key 1', 'snmp-agent sys-info version v3', 'undo snmp-agent community', ' local-user nora service-type ssh', ' authentication-mode aaa', '/ppp secret print', '/user group add name=ops policy=read,test,password', '/ip ipsec identity print where secret=""',
  'config user local', '        set type password', '        set password-policy disable', '        set auth-type psk', 'PASSWORD_MIN_LENGTH=12', 'TOKEN_TTL=3600', 'SECRET_NAME=db-login', 'password: ""', 'secretName: db-login', 'secretKeyRef:\n  name: db-login', '{"passwordChangedAt":"2026-01-02T03:04:05Z"}', '{"token_type":"bearer","expires_in":3600}', 'https://example.net/reset-password', 'http://192.0.2.1:8080/@nora', 'mailto:nora@example.net', 'WWW-Authenticate: Digest realm="asterisk"', 'WWW-Authenticate: Basic realm="ops"', 'Access-Control-Allow-Headers: Authorization, X-Api-Key',
  '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 nora@desk', 'SHA256:mF0pQ7rS8tU9vW0xY1zA2bC3dE4fG5hI6jK7lM8nO9o', 'PublicKey = mF0pQ7rS8tU9vW0xY1zA2bC3dE4fG5hI6jK7lM8nO9o=', 'auth_type=userpass', 'Event: FailedACL', 'Contact: <sip:1001@192.0.2.1:5060;transport=udp>', 'exten => 1001,1,Dial(PJSIP/1001)', 'trapsess -v 3 -u ops 192.0.2.7', 'view all included .1', 'wpa_key_mgmt=WPA-PSK SAE', 'wpa=2', 'key_mgmt=WPA-PSK', 'authby=secret', 'leftauth=psk', 'pass through the gate', 'commit 0123456789abcdef0123456789abcdef01234567', 'uuid 0b9f2c1e-7c1d-4f5a-9a53-2f1b6f0e8d11', 'integrity sha512-mF0pQ7rS8tU9vW0xY1zA2bC3dE4fG5hI6jK7lM8nO9o==', 'bot says https://telegram.org/bots', 'token bucket of 15 packets', 'Passwords do not match.', 'requirepass', 'docker run -p 8080:80 web',
];

const planted = Object.entries(secret).flatMap(([where, texts]) => texts.map((text) => [where, text] as const));

test.each(planted)('%s: %s', (_where, text) => {
  const secrets = [...text.matchAll(/‹([^›]+)›/g)].map(([, one = '']) => one.trim());
  const redacted = replaceSecrets(text.replaceAll(/[‹›]/g, ''), () => '[redacted]');
  expect(secrets.filter((one) => redacted.includes(one))).toEqual([]);
  expect(findSecrets(redacted)).toEqual([]);
});

test.each(harmless)('harmless: %s', (text) => {
  expect(findSecrets(text)).toEqual([]);
});

test('there are enough of both', () => {
  expect(planted.length).toBeGreaterThan(150);
  expect(harmless.length).toBeGreaterThan(50);
});
