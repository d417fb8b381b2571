import { Refused, type AmiReader, type Discovery, type Identification } from '@jackfield/sdk';
import { ask, textOf } from '../manager.ts';
import type { Settings } from '../settings.ts';
import { registeredPhones } from './phones.ts';

/** Above what the operating system says of itself: to its people the machine is a PBX first. */
const confidence = 85;

async function identification(ami: AmiReader): Promise<Identification> {
  // Without the right to ask it is still an Asterisk: the login succeeded.
  const settings = await ask(ami, 'CoreSettings').catch((error: unknown) => {
    if (error instanceof Refused) return null;
    throw error;
  });
  const name = settings === null ? null : textOf(settings, 'SystemName');
  return {
    kind: 'pbx',
    name,
    // Maker and model are the machine's, which the manager does not know.
    vendor: null,
    model: null,
    os: 'Asterisk',
    version: settings === null ? null : textOf(settings, 'AsteriskVersion'),
    serial: null,
    keys: name === null ? [] : [{ type: 'name', value: name }],
    confidence,
  };
}

/** A PBX whose manager takes the site's login. */
export const pbx: Discovery<Settings> = {
  identify: ({ ami }) => identification(ami),
  async inspect({ ami }) {
    const [identified, attached] = await Promise.all([identification(ami), registeredPhones(ami)]);
    return { ...identified, interfaces: [], neighbours: [], addresses: [], ...(attached === undefined ? {} : { attached }) };
  },
};
