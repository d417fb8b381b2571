import { SettingsInvalid, type AmiReader } from '@jackfield/sdk';
import type { z } from 'zod';
import { numberOf, textOf } from '../manager.ts';
import { valueOf } from '../own-files/config-lines.ts';
import { pjsipFile } from '../own-files/kinds.ts';
import { ownResource } from '../own-files/own-resource.ts';
import { codecsOf, endpointEvents } from '../pjsip/endpoint-events.ts';
import { isTrunk, listOf, namesOf, object, objectOf, putObjects } from '../pjsip/objects.ts';
import type { endpoint as schema } from '../schemas.ts';

export type EndpointSpec = z.output<typeof schema>;

/** What makes an endpoint, its login and its address of record; null where Asterisk has none. */
export type EndpointFacts = {
  readonly context: string | null;
  /** In order of preference. */
  readonly codecs: readonly string[];
  /** As `"Name" <number>`. */
  readonly callerId: string | null;
  /** Whose new messages the phone shows, as number@context. */
  readonly mailbox: string | null;
  /** The phone stands behind a router that changes addresses. */
  readonly nat: boolean;
  /** Seconds between looks whether the phone answers; 0: nobody asks it. */
  readonly qualifySeconds: number | null;
  readonly maxContacts: number | null;
  /** The name that the phone logs in with. */
  readonly login: string | null;
};

/** In clear: the file has it so. The spec's schema marks its name as secret, so that it is shown nowhere; what Asterisk says of it the host takes out. */
type Configured = EndpointFacts & { readonly password: string | null };

/** The endpoint as the running Asterisk has it; null when it has none of that name. */
export async function runningEndpoint(ami: AmiReader, name: string): Promise<EndpointFacts | null> {
  const found = await endpointEvents(ami, name);
  if (found === null) return null;
  const { endpoint, auth, aor } = found;
  return {
    context: textOf(endpoint, 'Context'),
    codecs: codecsOf(endpoint),
    callerId: textOf(endpoint, 'Callerid'),
    mailbox: textOf(endpoint, 'Mailboxes'),
    nat: textOf(endpoint, 'RewriteContact') === 'true' && textOf(endpoint, 'DirectMedia') === 'false',
    qualifySeconds: aor === null ? null : numberOf(aor, 'QualifyFrequency'),
    maxContacts: aor === null ? null : numberOf(aor, 'MaxContacts'),
    login: auth === null ? null : textOf(auth, 'Username'),
  };
}

function required<Value>(value: Value | null | undefined, what: string, name: string): Value {
  if (value === null || value === undefined) throw new SettingsInvalid(`endpoint ${name} is new and needs a ${what}`);
  return value;
}

/** A PJSIP endpoint with its login and its address of record. */
export const endpoint = ownResource<EndpointSpec, 'name', Configured, EndpointFacts>({
  noun: 'endpoint',
  file: pjsipFile,
  nameOf: ({ name }) => name,
  sectionOf: ({ name }) => name,
  keys: (sections) => namesOf(sections, 'endpoint').filter((name) => !isTrunk(sections, name)).map((name) => ({ name })),
  find(sections, { name }) {
    const [own, auth, aor] = (['endpoint', 'auth', 'aor'] as const).map((type) => objectOf(sections, name, type));
    if (!own || isTrunk(sections, name)) return null;
    const numberIn = (option: string): number => Number((aor && valueOf(aor, option)) ?? '0');
    return {
      context: valueOf(own, 'context'),
      codecs: listOf(valueOf(own, 'allow')),
      callerId: valueOf(own, 'callerid'),
      mailbox: valueOf(own, 'mailboxes'),
      nat: valueOf(own, 'rewrite_contact') === 'yes',
      qualifySeconds: numberIn('qualify_frequency'),
      maxContacts: numberIn('max_contacts'),
      login: auth ? valueOf(auth, 'username') : null,
      password: auth ? valueOf(auth, 'password') : null,
    };
  },
  put(sections, { name }, facts) {
    if (facts === null) return putObjects(sections, name, []);
    const nat = facts.nat ? 'yes' : null;
    return putObjects(sections, name, [
      object(name, 'endpoint',
        ['context', facts.context], ['disallow', 'all'], ['allow', facts.codecs.join(',')], ['callerid', facts.callerId], ['mailboxes', facts.mailbox],
        ['rewrite_contact', nat], ['rtp_symmetric', nat], ['force_rport', nat], ['direct_media', facts.nat ? 'no' : null], ['auth', name], ['aors', name]),
      object(name, 'auth', ['auth_type', 'userpass'], ['username', facts.login], ['password', facts.password]),
      object(name, 'aor', ['max_contacts', String(facts.maxContacts ?? 1)], ['remove_existing', 'yes'], ['qualify_frequency', String(facts.qualifySeconds ?? 0)]),
    ]);
  },
  running: (ami, { name }) => runningEndpoint(ami, name),
  shown: ({ password: _password, ...shown }) => shown,
  wanted: (current, { name, ...spec }) => ({
    context: required(spec.context ?? current?.context, 'context', name),
    codecs: required(spec.codecs ?? current?.codecs, 'list of codecs', name),
    callerId: spec.callerId === undefined ? (current?.callerId ?? null) : spec.callerId,
    mailbox: spec.mailbox === undefined ? (current?.mailbox ?? null) : spec.mailbox,
    nat: spec.nat ?? current?.nat ?? false,
    qualifySeconds: spec.qualifySeconds ?? current?.qualifySeconds ?? 60,
    maxContacts: spec.maxContacts ?? current?.maxContacts ?? 1,
    login: name,
    password: required(spec.password ?? current?.password, 'password', name),
  }),
});
