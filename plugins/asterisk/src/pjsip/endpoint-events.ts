import { amiHeader, type AmiMessage, type AmiReader } from '@jackfield/sdk';
import { eventsNamed, isSuccess, notTold, outcomeOf, textOf } from '../manager.ts';

/** What Asterisk shows of one endpoint. */
export interface EndpointEvents {
  readonly endpoint: AmiMessage;
  /** Its own login; null for none. */
  readonly auth: AmiMessage | null;
  readonly aor: AmiMessage | null;
  /** By which addresses it is known; null where it is not. */
  readonly identify: AmiMessage | null;
}

/** The endpoint as the running Asterisk has it; null when it has none of that name. */
export async function endpointEvents(ami: AmiReader, name: string): Promise<EndpointEvents | null> {
  const action = 'PJSIPShowEndpoint';
  const { response, events } = await ami.list(action, [['Endpoint', name]]);
  if (!isSuccess(response)) {
    if (/^unable to retrieve endpoint/i.test(amiHeader(response, 'Message') ?? '')) return null;
    throw outcomeOf(action, response);
  }
  const [endpoint] = eventsNamed(events, 'EndpointDetail');
  const [auth = null] = eventsNamed(events, 'AuthDetail');
  const [aor = null] = eventsNamed(events, 'AorDetail');
  const [identify = null] = eventsNamed(events, 'IdentifyDetail');
  if (endpoint === undefined) throw notTold(action, `the endpoint ${name}`);
  return { endpoint, auth, aor, identify };
}

/** The codecs of an endpoint, in order of preference: `(ulaw|alaw)`, or `(nothing)`. */
export function codecsOf(endpoint: AmiMessage): readonly string[] {
  const codecs = /^\((.*)\)$/.exec(textOf(endpoint, 'Allow') ?? '')?.[1]?.split('|') ?? [];
  return codecs.filter((codec) => codec !== '' && codec !== 'nothing');
}
