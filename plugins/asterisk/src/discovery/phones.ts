import { isIP } from 'node:net';
import { Refused, type AmiMessage, type AmiReader, type AttachedDevice } from '@jackfield/sdk';
import { eventsOfModule, textOf } from '../manager.ts';
import { phoneFacts } from './user-agent.ts';

/** Names of endpoints that are told together, where several register from one address (a DECT base, a softphone with two accounts). */
const mostNames = 4;

/** The host of a SIP URI when it is an address: `sip:1001@192.0.2.7:5060;ob`. */
function hostOf(uri: string | null): string | null {
  const host = /^sips?:(?:[^@]*@)?(?:\[([^\]]+)\]|([^:;?>]+))/i.exec(uri ?? '');
  const address = host?.[1] ?? host?.[2] ?? '';
  return isIP(address) === 0 ? null : address;
}

/** Where a phone is: what it gave as its contact, else where Asterisk heard it. */
function addressOf(contact: AmiMessage): string | null {
  const via = textOf(contact, 'ViaAddr');
  return hostOf(textOf(contact, 'Uri')) ?? (via !== null && isIP(via) !== 0 ? via : null);
}

/** The phones that have registered, one for each address; left out where the manager user may not list contacts, or nothing lists them. */
export async function registeredPhones(ami: AmiReader): Promise<readonly AttachedDevice[] | undefined> {
  const contacts = await eventsOfModule(ami, 'PJSIPShowContacts', 'ContactList').catch((error: unknown) => {
    if (error instanceof Refused) return null;
    throw error;
  });
  if (contacts === null) return undefined;
  const phones = contacts.flatMap((contact) => {
    const [address, facts] = [addressOf(contact), phoneFacts(textOf(contact, 'UserAgent') ?? '')];
    return address === null || facts === null ? [] : [{ address, facts, endpoint: textOf(contact, 'Endpoint') }];
  });
  return [...Map.groupBy(phones, ({ address }) => address)].map(([address, here]): AttachedDevice => {
    const names = [...new Set(here.flatMap(({ endpoint }) => endpoint ?? []))].sort();
    const [{ facts } = { facts: null }] = here;
    return {
      address, kind: 'phone', name: names.length === 0 ? null : names.slice(0, mostNames).join(', '), vendor: facts?.vendor ?? null, model: facts?.model ?? null, os: null,
      version: facts?.version ?? null, serial: null, keys: facts?.mac === null || facts?.mac === undefined ? [] : [{ type: 'mac', value: facts.mac }],
    };
  });
}
