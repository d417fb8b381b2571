import { snmpUserSchema } from '../../sdk/src/testing/snmp/usm/index.ts';

export const address = '127.0.77.1';
/** Secrets that no message to a person may have. */
export const community = 'orchard-community-of-the-fuzzer';
const authKey = 'an-authentication-key-of-the-fuzzer';
const privacyKey = 'a-privacy-key-of-the-fuzzer';
export const secrets = [community, authKey, privacyKey] as const;
/** Stands in values that nobody signed. */
export const forged = 'FORGED-VALUE';

const users = [
  { name: 'nobody' },
  { name: 'signer', auth: { protocol: 'sha256', password: authKey } },
  { name: 'sealer', auth: { protocol: 'sha', password: authKey }, privacy: { protocol: 'aes', password: privacyKey } },
  { name: 'elder', auth: { protocol: 'md5', password: authKey }, privacy: { protocol: 'des', password: privacyKey } },
  { name: 'cisco', auth: { protocol: 'sha512', password: authKey }, privacy: { protocol: 'aes256c', password: privacyKey } },
] as const;

/** The users of the agents that lie. */
export const agentUsers = users.map((user) => snmpUserSchema.parse({ ...user, mayWrite: true }));

/** How the host speaks to them: name of the credential, version, and whether what is answered is signed. */
export const identities = [
  { name: 'v1', credentials: 'lab', version: '1', isSigned: false },
  { name: 'v2c', credentials: 'lab', version: '2c', isSigned: false },
  ...users.map((user) => ({ name: user.name, credentials: user.name, version: null, isSigned: 'auth' in user })),
] as const;

/** The host's credentials.yaml. */
export const credentials = {
  lab: { kind: 'snmp-community', community: { plain: community }, writeCommunity: { plain: community } },
  ...Object.fromEntries(users.map((user) => [user.name, {
    kind: 'snmp-user', user: user.name,
    ...('auth' in user ? { auth: { protocol: user.auth.protocol, key: { plain: user.auth.password } } } : {}),
    ...('privacy' in user ? { privacy: { protocol: user.privacy.protocol, key: { plain: user.privacy.password } } } : {}),
  }])),
};
