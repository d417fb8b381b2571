import { SettingsInvalid, type AmiMessage, type AmiReader } from '@jackfield/sdk';
import type { z } from 'zod';
import { eventsOf, notTold, numberOf, textOf, told } from '../manager.ts';
import { valueOf } from '../own-files/config-lines.ts';
import { pjsipFile } from '../own-files/kinds.ts';
import { ownResource } from '../own-files/own-resource.ts';
import { codecsOf, endpointEvents } from '../pjsip/endpoint-events.ts';
import { networkText } from '../pjsip/networks.ts';
import { isTrunk, listOf, namesOf, object, objectOf, putObjects } from '../pjsip/objects.ts';
import type { trunk as schema } from '../schemas.ts';

export type TrunkSpec = z.output<typeof schema>;

/** What makes a trunk: where the other end is, how it is logged in there, by what it is known here. */
export type TrunkFacts = {
  /** Of the dialplan, for calls that come in. */
  readonly context: string | null;
  readonly codecs: readonly string[];
  /** As `sip:host:port`. */
  readonly server: string | null;
  readonly user: string | null;
  /** Seconds that a registration is asked for; null for a trunk that does not register. */
  readonly registerSeconds: number | null;
  /** Addresses and networks whose calls are the trunk's, in the order of their text. */
  readonly addresses: readonly string[];
  readonly qualifySeconds: number | null;
};

/** In clear: the file has it so. The spec's schema marks its name as secret, so that it is shown nowhere; what Asterisk says of it the host takes out. */
type Configured = TrunkFacts & { readonly password: string | null };

function addressesOf(identify: AmiMessage | null): readonly string[] {
  return identify === null ? [] : listOf(told(identify, 'Match', 'PJSIPShowEndpoint')).map(networkText).sort();
}

/** `carrier/sip:host:port`; null for none. */
function serverOf(aor: AmiMessage | null, name: string): string | null {
  const contacts = aor === null ? '' : told(aor, 'Contacts', 'PJSIPShowEndpoint');
  if (contacts === '') return null;
  if (!contacts.startsWith(`${name}/`)) throw notTold('PJSIPShowEndpoint', `where ${name} is`);
  return contacts.slice(name.length + 1).replace(/,$/, '');
}

/** The trunk as the running Asterisk has it; null when it has no endpoint of that name. */
export async function runningTrunk(ami: AmiReader, name: string): Promise<TrunkFacts | null> {
  const found = await endpointEvents(ami, name);
  if (found === null) return null;
  const { endpoint, aor, identify } = found;
  const login = textOf(endpoint, 'OutboundAuth');
  const registrations = await eventsOf(ami, 'PJSIPShowRegistrationsOutbound', 'OutboundRegistrationDetail');
  const registration = registrations.find((event) => textOf(event, 'ObjectName') === name);
  const auths = login === null ? [] : await eventsOf(ami, 'PJSIPShowAuths', 'AuthList');
  const auth = auths.find((event) => textOf(event, 'ObjectName') === login);
  return {
    context: textOf(endpoint, 'Context'),
    codecs: codecsOf(endpoint),
    server: serverOf(aor, name),
    user: auth === undefined ? null : textOf(auth, 'Username'),
    registerSeconds: registration === undefined ? null : numberOf(registration, 'Expiration'),
    addresses: addressesOf(identify),
    qualifySeconds: aor === null ? null : numberOf(aor, 'QualifyFrequency'),
  };
}

/** `sip:example.org:5061;transport=tcp`. */
function uriOf({ host, port, protocol }: NonNullable<TrunkSpec['server']>): string {
  return `sip:${host.includes(':') ? `[${host}]` : host}${port === 5060 ? '' : `:${port}`}${protocol === 'udp' ? '' : `;transport=${protocol}`}`;
}

function withUser(server: string, user: string | null): string {
  return user === null ? server : server.replace(/^sip:/, `sip:${user}@`);
}

/** A trunk to a provider or to another PBX. */
export const trunk = ownResource<TrunkSpec, 'name', Configured, TrunkFacts>({
  noun: 'trunk',
  file: pjsipFile,
  nameOf: ({ name }) => name,
  sectionOf: ({ name }) => name,
  keys: (sections) => namesOf(sections, 'endpoint').filter((name) => isTrunk(sections, name)).map((name) => ({ name })),
  find(sections, { name }) {
    const [own, auth, aor, identify, registration] = (['endpoint', 'auth', 'aor', 'identify', 'registration'] as const).map((type) => objectOf(sections, name, type));
    if (!own || !aor || !isTrunk(sections, name)) return null;
    return {
      context: valueOf(own, 'context'),
      codecs: listOf(valueOf(own, 'allow')),
      server: valueOf(aor, 'contact'),
      user: auth ? valueOf(auth, 'username') : null,
      password: auth ? valueOf(auth, 'password') : null,
      registerSeconds: registration ? Number(valueOf(registration, 'expiration') ?? '0') : null,
      addresses: identify ? listOf(valueOf(identify, 'match')) : [],
      qualifySeconds: Number(valueOf(aor, 'qualify_frequency') ?? '0'),
    };
  },
  put(sections, { name }, facts) {
    if (facts === null) return putObjects(sections, name, []);
    const { user, server, addresses, registerSeconds } = facts;
    const login = user === null ? null : name;
    return putObjects(sections, name, [
      object(name, 'endpoint', ['context', facts.context], ['disallow', 'all'], ['allow', facts.codecs.join(',')], ['outbound_auth', login], ['from_user', user], ['aors', name]),
      ...(user === null ? [] : [object(name, 'auth', ['auth_type', 'userpass'], ['username', user], ['password', facts.password])]),
      object(name, 'aor', ['contact', server], ['qualify_frequency', String(facts.qualifySeconds ?? 0)]),
      ...(addresses.length === 0 ? [] : [object(name, 'identify', ['endpoint', name], ['match', addresses.join(',')])]),
      ...(registerSeconds === null ? [] : [object(name, 'registration',
        ['outbound_auth', login], ['server_uri', server], ['client_uri', withUser(server ?? '', user)], ['contact_user', user], ['expiration', String(registerSeconds)],
        ['retry_interval', '60'], ['forbidden_retry_interval', '300'], ['line', 'yes'], ['endpoint', name])]),
    ]);
  },
  running: (ami, { name }) => runningTrunk(ami, name),
  shown: ({ password: _password, ...shown }) => shown,
  wanted(current, { name, server, ...spec }) {
    const facts: Configured = {
      context: spec.context ?? current?.context ?? null,
      codecs: spec.codecs ?? current?.codecs ?? [],
      server: server === undefined ? (current?.server ?? null) : uriOf(server),
      user: spec.user === undefined ? (current?.user ?? null) : spec.user,
      password: spec.password ?? current?.password ?? null,
      registerSeconds: spec.registerSeconds === undefined ? (current?.registerSeconds ?? null) : spec.registerSeconds,
      addresses: (spec.addresses?.map(networkText) ?? current?.addresses ?? []).toSorted(),
      qualifySeconds: spec.qualifySeconds ?? current?.qualifySeconds ?? 60,
    };
    const lacks = [['context', facts.context], ['server', facts.server], ['list of codecs', facts.codecs[0]]].find(([, value]) => value === null || value === undefined);
    if (lacks !== undefined) throw new SettingsInvalid(`trunk ${name} is new and needs a ${lacks[0] ?? ''}`);
    if (facts.user !== null && facts.password === null) throw new SettingsInvalid(`trunk ${name} logs in and needs a password`);
    if (facts.user === null && facts.registerSeconds !== null) throw new SettingsInvalid(`trunk ${name} registers and needs a user`);
    return facts.user === null ? { ...facts, password: null } : facts;
  },
});
