import { amiHeader, type AmiReader } from '@jackfield/sdk';
import type { EndpointFacts } from './endpoint-facts.ts';
import { eventsNamed, numberOf, outcomeOf, textOf } from './manager.ts';

/** The endpoint as the running Asterisk has it; null when it has none of that name. Its password is not told: the host takes it out of what Asterisk says. */
export async function readRunning(ami: AmiReader, name: string): Promise<EndpointFacts | null> {
  const action = 'PJSIPShowEndpoint';
  const { response, events } = await ami.list(action, [['Endpoint', name]]);
  if (amiHeader(response, 'Response')?.toLowerCase() !== 'success') {
    if (/^unable to retrieve endpoint/i.test(amiHeader(response, 'Message') ?? '')) return null;
    throw outcomeOf(action, response);
  }
  const [endpoint] = eventsNamed(events, 'EndpointDetail');
  const [aor] = eventsNamed(events, 'AorDetail');
  if (endpoint === undefined) return null;
  // (ulaw|alaw), or (nothing)
  const codecs = /^\((.*)\)$/.exec(textOf(endpoint, 'Allow') ?? '')?.[1]?.split('|') ?? [];
  return {
    context: textOf(endpoint, 'Context'),
    codecs: codecs.filter((codec) => codec !== '' && codec !== 'nothing'),
    callerId: textOf(endpoint, 'Callerid'),
    maxContacts: aor === undefined ? null : numberOf(aor, 'MaxContacts'),
    password: null,
  };
}
