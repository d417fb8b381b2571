import type { ActionCall, Actions } from './action.ts';
import type { Asterisk } from './asterisk.ts';
import { channelCount, contactsOf, deviceState, endpointContacts, type Contact } from './contacts.ts';
import { shownMatch } from './identify-match.ts';
import type { Header } from './message.ts';
import type { PjsipObject, PjsipType } from './pjsip-config.ts';

const system = 'system,all';
const reporting = 'system,reporting,all';

function camelCase(option: string): string {
  return option.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}

/** An object with all its options, as every action that details one shows it. */
function detail(event: string, type: PjsipType, { name, values }: PjsipObject, more: readonly Header[] = []): readonly Header[] {
  return [
    ['Event', event], ['ObjectType', type], ['ObjectName', name],
    ...[...values].map(([option, value]): Header => [camelCase(option), value]),
    ...more,
  ];
}

/** An aor with the contacts that registered and the one it is given. */
function withContacts({ model }: Asterisk, aor: PjsipObject): PjsipObject {
  const contacts = contactsOf(model, aor).map(({ uri }) => `${aor.name}/${uri}`).join(',');
  return { name: aor.name, values: new Map([...aor.values, ['contacts', contacts]]) };
}

function withMasks(identify: PjsipObject): PjsipObject {
  return { name: identify.name, values: new Map([...identify.values, ['match', shownMatch(identify.values.get('match') ?? '')]]) };
}

const microseconds = ({ status, registered }: Contact): string => (status === 'Reachable' && registered !== null ? String(registered.roundtripUsec) : 'N/A');

/** Epoch seconds. */
const expiry = ({ clock }: Asterisk, seconds: number): number => Math.floor(clock.now() / 1_000) + seconds;

/** Host and port of a SIP URI. */
function viaOf(uri: string): readonly [string, string] {
  const [, host = '', port = '5060'] = /^sips?:(?:[^@]*@)?([^:;]+)(?::(\d+))?/.exec(uri) ?? [];
  return [host, port];
}

function endpointEvent({ model, objects }: Asterisk, endpoint: PjsipObject): readonly Header[] {
  const value = (option: string): string => endpoint.values.get(option) ?? '';
  // Each contact is followed by a comma, the last one too.
  const contacts = endpointContacts(model, objects, endpoint).map(({ aor, uri }) => `${aor}/${uri},`).join('');
  return [
    ['Event', 'EndpointList'], ['ObjectType', 'endpoint'], ['ObjectName', endpoint.name], ['Transport', value('transport')], ['Aor', value('aors')],
    ['Auths', value('auth')], ['OutboundAuths', value('outbound_auth')], ['Contacts', contacts], ['DeviceState', deviceState(model, objects, endpoint)],
    ['ActiveChannels', String(channelCount(model, endpoint))],
  ];
}

/** Everything that belongs to one endpoint. */
function endpointDetails(asterisk: Asterisk, endpoint: PjsipObject): readonly (readonly Header[])[] {
  const { model, objects } = asterisk;
  const name: Header = ['EndpointName', endpoint.name];
  const named = (option: string, type: PjsipType): readonly PjsipObject[] =>
    (endpoint.values.get(option) ?? '').split(',').map((each) => objects[type].get(each.trim()) ?? null).filter((object) => object !== null);
  const aors = named('aors', 'aor');
  const statuses = aors.flatMap((aor) => contactsOf(model, aor).map((contact) => ({ aor, contact })));
  return [
    detail('EndpointDetail', 'endpoint', endpoint, [['DeviceState', deviceState(model, objects, endpoint)], ['ActiveChannels', String(channelCount(model, endpoint))]]),
    ...named('auth', 'auth').map((auth) => detail('AuthDetail', 'auth', auth, [name])),
    ...aors.map((aor) => {
      const contacts = contactsOf(model, aor);
      const registered = contacts.filter((contact) => contact.registered !== null).length;
      return detail('AorDetail', 'aor', withContacts(asterisk, aor), [['TotalContacts', String(contacts.length)], ['ContactsRegistered', String(registered)], name]);
    }),
    ...[...objects.identify.values()].filter(({ values }) => values.get('endpoint') === endpoint.name).map((identify) => detail('IdentifyDetail', 'identify', withMasks(identify), [name])),
    ...statuses.map(({ aor, contact }): readonly Header[] => [
      ['Event', 'ContactStatusDetail'], ['AOR', aor.name], ['URI', contact.uri], ['UserAgent', contact.registered?.userAgent ?? ''],
      ['RegExpire', String(contact.registered === null ? 0 : expiry(asterisk, contact.registered.lastsSeconds))], ['ViaAddress', contact.registered === null ? '' : viaOf(contact.uri).join(':')],
      ['CallID', contact.registered?.callId ?? ''], ['Status', contact.status], ['RoundtripUsec', microseconds(contact)], name,
      ['ID', contact.registered?.id ?? ''], ['AuthenticateQualify', '0'], ['OutboundProxy', ''], ['Path', ''],
      ['QualifyFrequency', aor.values.get('qualify_frequency') ?? ''], ['QualifyTimeout', Number(aor.values.get('qualify_timeout')).toFixed(3)], ['Qualify2xxOnly', '0'],
    ]),
  ];
}

/** What phones registered; contacts of pjsip.conf are not among them. */
function contactEvents(asterisk: Asterisk): readonly (readonly Header[])[] {
  const { model, objects } = asterisk;
  return [...objects.aor.values()].flatMap((aor) =>
    contactsOf(model, aor).flatMap((contact): (readonly Header[])[] => {
      const { registered, uri, status } = contact;
      if (registered === null) return [];
      const [host, port] = viaOf(uri);
      const endpoint = [...objects.endpoint.values()].find(({ values }) => (values.get('aors') ?? '').split(',').includes(aor.name));
      return [[
        ['Event', 'ContactList'], ['ObjectType', 'contact'], ['ObjectName', registered.id], ['ViaAddr', host], ['QualifyTimeout', aor.values.get('qualify_timeout') ?? ''],
        ['Qualify2xxOnly', 'false'], ['CallId', registered.callId], ['RegServer', ''], ['PruneOnBoot', 'no'], ['Path', ''], ['Endpoint', endpoint?.name ?? ''],
        ['ViaPort', port], ['AuthenticateQualify', 'no'], ['Uri', uri], ['QualifyFrequency', aor.values.get('qualify_frequency') ?? ''],
        ['UserAgent', registered.userAgent], ['ExpirationTime', String(expiry(asterisk, registered.lastsSeconds))], ['OutboundProxy', ''], ['Status', status],
        ['RoundtripUsec', microseconds(contact)],
      ]];
    }),
  );
}

/** A list, or the error that an empty one is; its text ends in a line of its own, so an empty line more follows. */
function listOrError({ list, respond }: ActionCall, plural: string, event: string, events: readonly (readonly Header[])[]): void {
  if (events.length === 0) respond('Error', [['Message', `No ${plural} found`]], true);
  else list({ message: `A listing of ${plural} follows, presented as ${event} events`, events, complete: `${event}Complete` });
}

/** The answer does not wait for what the other end says, which comes as an event. */
function register({ request, asterisk, respond }: ActionCall, wanted: boolean, one: string, all: string): void {
  const name = request.get('Registration');
  if (name === '*all') {
    respond('Success', [['Message', all]]);
    asterisk.registerAll(wanted);
  } else if (!asterisk.objects.registration.has(name)) respond('Error', [['Message', 'Unable to retrieve registration entry']], true);
  else {
    respond('Success', [['Message', one]]);
    asterisk.register(name, wanted);
  }
}

export const pjsipActions: Actions = {
  DeviceStateList: {
    summary: 'List the current known device states.',
    privilege: 'call,reporting,all',
    run({ asterisk: { model, objects }, list }) {
      list({
        message: 'Device State Changes will follow',
        complete: 'DeviceStateListComplete',
        events: [...objects.endpoint.values()].map((endpoint) => [
          ['Event', 'DeviceStateChange'], ['Device', `PJSIP/${endpoint.name}`], ['State', deviceState(model, objects, endpoint).toUpperCase().replaceAll(' ', '_').replace('NOT_IN_USE', 'NOT_INUSE')],
        ]),
      });
    },
  },
  PJSIPShowEndpoints: {
    summary: 'Lists PJSIP endpoints.',
    privilege: system,
    run: (call) => listOrError(call, 'Endpoints', 'EndpointList', [...call.asterisk.objects.endpoint.values()].map((endpoint) => endpointEvent(call.asterisk, endpoint))),
  },
  PJSIPShowEndpoint: {
    summary: 'Detail listing of an endpoint and its objects.',
    privilege: system,
    run({ request, asterisk, respond, list }) {
      const name = request.get('Endpoint');
      const endpoint = asterisk.objects.endpoint.get(name);
      if (name === '') respond('Error', [['Message', 'PJSIPShowEndpoint requires an endpoint name']], true);
      else if (endpoint === undefined) respond('Error', [['Message', `Unable to retrieve endpoint ${name}`]], true);
      else list({ message: 'Following are Events for each object associated with the Endpoint', events: endpointDetails(asterisk, endpoint), complete: 'EndpointDetailComplete' });
    },
  },
  PJSIPShowContacts: {
    summary: 'Lists PJSIP Contacts.',
    privilege: system,
    run: (call) => listOrError(call, 'Contacts', 'ContactList', contactEvents(call.asterisk)),
  },
  PJSIPShowAors: {
    summary: 'Lists PJSIP AORs.',
    privilege: system,
    run: (call) => listOrError(call, 'AORs', 'AorList', [...call.asterisk.objects.aor.values()].map((aor) => detail('AorList', 'aor', withContacts(call.asterisk, aor)))),
  },
  PJSIPShowAuths: {
    summary: 'Lists PJSIP Auths.',
    privilege: system,
    run: (call) => listOrError(call, 'Auths', 'AuthList', [...call.asterisk.objects.auth.values()].map((auth) => detail('AuthList', 'auth', auth))),
  },
  PJSIPShowRegistrationsOutbound: {
    summary: 'Lists PJSIP outbound registrations.',
    privilege: reporting,
    run({ asterisk, list }) {
      const { objects } = asterisk;
      const registrations = [...objects.registration.values()].map((registration) => ({ registration, status: asterisk.registrationStatus(registration.name) }));
      const registered = registrations.filter(({ status }) => status === 'Registered').length;
      list({
        message: 'Following are Events for each Outbound registration',
        complete: 'OutboundRegistrationDetailComplete',
        // The logins that follow a registration are not counted.
        items: registrations.length,
        completeHeaders: [['Registered', String(registered)], ['NotRegistered', String(registrations.length - registered)]],
        events: registrations.flatMap(({ registration, status }) => {
          const auth = objects.auth.get(registration.values.get('outbound_auth') ?? '');
          return [
            detail('OutboundRegistrationDetail', 'registration', registration, [['Status', status], ['NextReg', '0']]),
            ...(auth === undefined ? [] : [detail('AuthDetail', 'auth', auth)]),
          ];
        }),
      });
    },
  },
  PJSIPRegister: {
    summary: 'Register an outbound registration.',
    privilege: reporting,
    run: (call) => register(call, true, 'Reregistration sent', 'Reregistrations queued.'),
  },
  PJSIPUnregister: {
    summary: 'Unregister an outbound registration.',
    privilege: reporting,
    run: (call) => register(call, false, 'Unregistration sent', 'Unregistrations queued.'),
  },
};
