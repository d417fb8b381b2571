import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openCredentials, type Credential } from '../sites/index.ts';
import { destinationOf } from './destination.ts';
import { mailUnset, messageCredential } from './errors.ts';
import { sendMail } from './mail.ts';
import type { Message, Notification } from './notification-service.ts';
import type { Channel, MailServer } from './settings.ts';
import { postWebhook } from './webhook.ts';

/** One message, with all that is needed to send it but the secret. */
export interface Delivery {
  readonly id: string;
  readonly kind: Notification['kind'];
  readonly channel: Exclude<Channel, { notifier: string }>;
  readonly mail: MailServer | null;
  readonly allow: readonly string[];
  readonly message: Message;
}

/** Resolves when the other side has taken it, with what is to be said of that; a coded error says why it did not. */
export type Deliver = (delivery: Delivery) => Promise<string>;

export interface Outcome {
  readonly taken: boolean;
  /** Why not, or to whom not; else empty. */
  readonly reason: string;
}

export interface CourierPlaces {
  readonly directory: string;
  readonly stateDirectory: string;
}

/** Sends messages. It runs in a thread of its own: secrets, and bytes of other machines, stay out of the host's. */
export function courier(places: CourierPlaces): Deliver {
  const credential = async <Kind extends Credential['kind']>(name: string, kind: Kind): Promise<Extract<Credential, { kind: Kind }>> => {
    const found = (await openCredentials(places)).get(name);
    if (!isOf(found, kind)) throw messageCredential(`${name} is of kind ${found.kind}, not ${kind}`);
    return found;
  };
  return async ({ id, kind, channel, mail, allow, message }) => {
    if ('mail' in channel) {
      if (mail === null) throw mailUnset(`nothing says which server takes mail for ${channel.mail.join(', ')}`);
      const login = mail.credentials === undefined ? null : await credential(mail.credentials, 'smtp');
      return sendMail({ id, message, to: channel.mail, server: mail, login, directory: places.directory });
    }
    const destination = await destinationOf(channel.webhook, allow);
    const { secret } = await credential(channel.credentials, 'webhook');
    const ca = channel.ca === undefined ? null : await readFile(resolve(places.directory, channel.ca), 'utf8');
    await postWebhook({ id, kind, message, destination, secret, ca, now: Date.now() });
    return '';
  };
}

const isOf = <Kind extends Credential['kind']>(credential: Credential, kind: Kind): credential is Extract<Credential, { kind: Kind }> => credential.kind === kind;
