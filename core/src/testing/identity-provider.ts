import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** What an account says of itself. */
export interface ProviderAccount {
  readonly preferred_username: string;
  readonly groups: readonly string[];
}

/** A certified OpenID provider on loopback, at which whoever is at the keyboard is logged in without being asked. */
export class TestIdentityProvider implements AsyncDisposable {
  readonly issuer: string;
  /** By subject. */
  readonly accounts = new Map<string, ProviderAccount>();
  atKeyboard = '';
  readonly #server: Server;

  private constructor(server: Server, issuer: string) {
    this.#server = server;
    this.issuer = issuer;
  }

  /** `publicUrl`: of the host that people come from. */
  static async start(publicUrl: string): Promise<TestIdentityProvider> {
    // Not for who tests without it: it is large.
    const { default: Provider } = await import('oidc-provider');
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const test = new TestIdentityProvider(server, `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    const provider = new Provider(test.issuer, {
      clients: [{ client_id: 'jackfield', client_secret: 'client-secret', redirect_uris: [`${publicUrl}/oidc`], grant_types: ['authorization_code'], response_types: ['code'] }],
      claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
      features: { devInteractions: { enabled: false } },
      cookies: { keys: ['of this test'] },
      ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...test.accounts.get(accountId) }) }),
      async loadExistingGrant({ oidc: { client, session } }) {
        const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
        grant.addOIDCScope('openid profile');
        await grant.save();
        return grant;
      },
    });
    const answer = provider.callback();
    server.on('request', (request, response) => void (request.url?.startsWith('/interaction/') ? provider.interactionFinished(request, response, { login: { accountId: test.atKeyboard } }) : answer(request, response)));
    return test;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
