import { createHash } from 'node:crypto';
import type { AsteriskModel, ContactStatus } from './asterisk-model.ts';
import type { PjsipObject, PjsipObjects } from './pjsip-config.ts';

/** Where an endpoint can be reached: registered by a phone, or written in pjsip.conf. */
export interface Contact {
  readonly aor: string;
  readonly uri: string;
  readonly status: ContactStatus;
  /** What a phone told when it registered; null for a contact of pjsip.conf. */
  readonly registered: { readonly userAgent: string; readonly roundtripUsec: number; readonly id: string; readonly callId: string; readonly lastsSeconds: number } | null;
}

const registrationSeconds = 120;

export function contactsOf(model: AsteriskModel, aor: PjsipObject): readonly Contact[] {
  const unqualified = aor.values.get('qualify_frequency') === '0';
  const own = (aor.values.get('contacts') ?? '').slice(aor.name.length + 1);
  const fixed = own === '' ? [] : [{ aor: aor.name, uri: own, status: model.staticContacts[aor.name] ?? (unqualified ? 'NonQualified' : 'Reachable'), registered: null } as const];
  const registered = model.phones.filter((phone) => phone.aor === aor.name).map(({ uri, userAgent, roundtripUsec, status }): Contact => {
    const hash = createHash('md5').update(uri).digest('hex');
    return {
      aor: aor.name,
      uri,
      status: unqualified ? 'NonQualified' : status,
      registered: {
        userAgent,
        roundtripUsec,
        id: `${aor.name};@${hash}`,
        callId: hash.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
        lastsSeconds: registrationSeconds,
      },
    };
  });
  return [...registered, ...fixed];
}

/** All contacts of an endpoint, through its aors. */
export function endpointContacts(model: AsteriskModel, objects: PjsipObjects, endpoint: PjsipObject): readonly Contact[] {
  const names = (endpoint.values.get('aors') ?? '').split(',').map((name) => name.trim());
  return names.flatMap((name) => {
    const aor = objects.aor.get(name);
    return aor === undefined ? [] : contactsOf(model, aor);
  });
}

/** As the manager says it: an endpoint without a contact that answers is unavailable. */
export function deviceState(model: AsteriskModel, objects: PjsipObjects, endpoint: PjsipObject): string {
  if (channelCount(model, endpoint) > 0) return 'In use';
  return endpointContacts(model, objects, endpoint).some(({ status }) => status !== 'Unreachable') ? 'Not in use' : 'Unavailable';
}

export function channelCount(model: AsteriskModel, endpoint: PjsipObject): number {
  return model.channels.filter(({ channel }) => channel.startsWith(`PJSIP/${endpoint.name}-`)).length;
}
