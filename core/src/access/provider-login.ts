import { createHash } from 'node:crypto';
import type { ServiceIdentifier } from 'inversify';
import type { ClientAuth, Configuration as Client, CustomFetchOptions, IDToken } from 'openid-client';
import { z } from 'zod';
import type { IdentityProvider } from '../sites/index.ts';
import { Challenges } from './challenges.ts';
import { providerAway, providerOff, providerRefused, providerStranger } from './errors.ts';
import type { Identity } from './people.ts';
import type { Binding } from './rights.ts';
import { roles } from './role.ts';
import { nodeOf } from './tree-node.ts';

/** Whom the provider names, after all it said was verified. */
export interface ProvidedIdentity extends Identity {
  /** Of the settings at that moment. */
  readonly create: boolean;
  /** What their groups give. */
  readonly bindings: readonly Binding[];
  /** When they last showed the provider who they are, in epoch milliseconds; 0 where it does not say. */
  readonly provedAt: number;
}

export interface ProviderSettings {
  readonly provider: IdentityProvider | null;
  /** Where the provider sends browsers back to. */
  readonly redirectUri: string;
}

/** Logins at an OpenID provider: authorization code with PKCE, state and nonce. */
export interface ProviderLogin {
  /** Where the browser goes, and what it keeps meanwhile. `again`: the provider asks anew who they are. */
  begin(settings: ProviderSettings, options: { readonly again: boolean }): Promise<{ readonly url: string; readonly ticket: string }>;
  /** `returned`: the query with which the browser came back. */
  complete(settings: ProviderSettings, ticket: string, returned: string): Promise<ProvidedIdentity>;
}
export const ProviderLogin: ServiceIdentifier<ProviderLogin> = Symbol.for('ProviderLogin');

export interface ProviderLoginOptions {
  /** The secret of an entry of credentials.yaml. */
  readonly secret: (credentials: string) => Promise<string>;
  readonly now?: () => Date;
}

export function createProviderLogin(options: ProviderLoginOptions): ProviderLogin {
  return new OpenIdLogin(options);
}

const purpose = 'login at a provider';
const discoveredForMs = 3_600_000;
const timeoutSeconds = 10;

/** Read when somebody logs in so. */
const openId = () => import('openid-client');

class OpenIdLogin implements ProviderLogin {
  readonly #secret: ProviderLoginOptions['secret'];
  readonly #now: () => Date;
  readonly #challenges: Challenges;
  #discovered: { readonly of: string; readonly until: number; readonly client: Client } | null = null;

  constructor({ secret, now = () => new Date() }: ProviderLoginOptions) {
    this.#secret = secret;
    this.#now = now;
    this.#challenges = new Challenges(now);
  }

  async begin({ provider, redirectUri }: ProviderSettings, { again }: { readonly again: boolean }): Promise<{ readonly url: string; readonly ticket: string }> {
    if (provider === null) throw providerOff('jackfield.yaml has no oidc');
    const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await openId();
    const client = await this.#clientOf(provider);
    const ticket = this.#challenges.issue(purpose);
    const scopes = new Set(['openid', 'profile', ...(provider.nameClaim === 'email' ? ['email'] : []), ...provider.scopes]);
    const url = buildAuthorizationUrl(client, {
      redirect_uri: redirectUri, scope: [...scopes].join(' '), state: made('state', ticket), nonce: made('nonce', ticket),
      code_challenge: await calculatePKCECodeChallenge(made('verifier', ticket)), code_challenge_method: 'S256', ...(again ? { max_age: '0', prompt: 'login' } : {}),
    });
    return { url: url.href, ticket };
  }

  async complete({ provider, redirectUri }: ProviderSettings, ticket: string, returned: string): Promise<ProvidedIdentity> {
    if (provider === null) throw providerOff('jackfield.yaml has no oidc');
    if (!this.#challenges.isGood(ticket, purpose)) throw providerRefused('the login was begun in another browser, or too long ago');
    const { authorizationCodeGrant, fetchUserInfo } = await openId();
    const client = await this.#clientOf(provider);
    const back = new URL(redirectUri);
    back.search = returned;
    const claims = await (async (): Promise<IDToken | undefined> => {
      const tokens = await authorizationCodeGrant(client, back, {
        pkceCodeVerifier: made('verifier', ticket), expectedState: made('state', ticket), expectedNonce: made('nonce', ticket), idTokenExpected: true,
      });
      const said = tokens.claims();
      // Many say it in the ID token; OpenID Connect Core §5.4 has them say it when asked.
      const isSilent = said !== undefined && neededClaims(provider).some((claim) => said[claim] === undefined) && client.serverMetadata().userinfo_endpoint !== undefined;
      return isSilent ? { ...(await fetchUserInfo(client, tokens.access_token, said.sub)), ...said } : said;
    })().catch((cause: unknown): never => {
      throw isAway(cause) ? providerAway(`${provider.issuer} does not answer`, { cause }) : providerRefused(`what comes from ${provider.issuer} does not hold: ${reasonOf(cause)}`, { cause });
    });
    if (claims === undefined || !this.#challenges.spend(ticket, purpose)) throw providerRefused('the login was completed already');
    return { ...identityOf(claims, provider), create: provider.create, bindings: bindingsOf(claims, provider), provedAt: (claims.auth_time ?? 0) * 1_000 };
  }

  async #clientOf(provider: IdentityProvider): Promise<Client> {
    const secret = provider.credentials === null ? null : await this.#secret(provider.credentials);
    const of = createHash('sha256').update(JSON.stringify([provider, secret])).digest('hex');
    const now = this.#now().getTime();
    if (this.#discovered !== null && this.#discovered.of === of && this.#discovered.until > now) return this.#discovered.client;
    const { allowInsecureRequests, customFetch, discovery, enableNonRepudiationChecks, None } = await openId();
    const issuer = new URL(provider.issuer);
    const login = secret === null ? None() : await bySecret(secret);
    const client = await discovery(issuer, provider.clientId, undefined, login, {
      [customFetch]: (url: string, options: CustomFetchOptions) => fetchAt(url, options, [issuer.origin, ...provider.alsoAt]), timeout: timeoutSeconds,
      // The settings allow http:// for a provider on this machine alone.
      ...(issuer.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}),
    }).catch((cause: unknown): never => {
      throw providerAway(`${provider.issuer} cannot be looked up: ${reasonOf(cause)}`, { cause });
    });
    // Also of ID tokens that come over TLS: a proxy in between says nothing in the name of the provider.
    enableNonRepudiationChecks(client);
    this.#discovered = { of, until: now + discoveredForMs, client };
    return client;
  }
}

/** What goes with the browser is made of what the browser keeps, so that the host keeps none of it. */
const made = (what: string, ticket: string): string => createHash('sha256').update(`${what} ${ticket}`).digest('base64url');

/** As the provider takes the secret of a client: in the header, or in the form where it takes that alone. */
async function bySecret(secret: string): Promise<ClientAuth> {
  const { ClientSecretBasic, ClientSecretPost } = await openId();
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => ((server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']).includes('client_secret_basic') ? basic : post)(server, ...rest);
}

/** Asks the provider, and nobody else: what its discovery says cannot lead this host anywhere. */
async function fetchAt(url: string, options: CustomFetchOptions, origins: readonly string[]): Promise<Response> {
  if (!origins.includes(new URL(url).origin)) throw new Error(`${new URL(url).origin} is not an origin of the provider`);
  return fetch(url, { method: options.method, headers: options.headers, body: options.body ?? null, redirect: 'manual', ...(options.signal === undefined ? {} : { signal: options.signal }) });
}

function reasonOf(error: unknown): string {
  const deepest = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (deepest instanceof Error ? deepest.message : String(deepest)).slice(0, 200);
}

const isAway = (error: unknown): boolean => error instanceof Error && (error.name === 'TimeoutError' || (error instanceof TypeError && error.message === 'fetch failed') || (error.cause !== undefined && isAway(error.cause)));

const neededClaims = ({ nameClaim, groups }: IdentityProvider): readonly string[] => [nameClaim, ...(nameClaim === 'email' ? ['email_verified'] : []), ...(groups === null ? [] : [groups.claim])];

const nameText = z.string().min(1);

function identityOf(claims: IDToken, { nameClaim }: IdentityProvider): Identity {
  const name = nameText.safeParse(claims[nameClaim]);
  if (!name.success) throw providerStranger(`the provider does not say ${nameClaim}`, { hint: 'Is it in the ID token, or in what UserInfo says? `oidc.nameClaim` and `oidc.scopes` of jackfield.yaml say what is asked for.' });
  // Whoever may write any address into their own profile is not who has it.
  if (nameClaim === 'email' && claims['email_verified'] !== true) throw providerStranger('the provider has not verified the email');
  return { issuer: claims.iss, subject: claims.sub, name: name.data };
}

const groupNames = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]);

function bindingsOf(claims: IDToken, { groups }: IdentityProvider): readonly Binding[] {
  if (groups === null) return [];
  return groupNames.parse(claims[groups.claim]).filter((group) => Object.hasOwn(groups.roles, group)).flatMap((group) => groups.roles[group] ?? []).flatMap(({ role: named, at }): Binding[] => {
    const role = roles.find((one) => one === named);
    const node = nodeOf(at);
    return role === undefined || node === null ? [] : [{ role, at: node }];
  });
}
