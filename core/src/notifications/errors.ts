import { defineError } from '../errors/index.ts';

export const channelUnknown = defineError('JF5101', 'no such channel', 'Name one of `notifications.channels` in the settings; `jackfield notifications routes` lists them.');
export const mailUnset = defineError('JF5102', 'mail has no server', 'Set `notifications.mail` with host and from.');
export const mailRefused = defineError('JF5103', 'the mail server did not take a message', 'Look at host, port, security and credentials under `notifications.mail`; it is tried again.');
export const destinationRefused = defineError('JF5104', 'a webhook leads where none may', 'Use https and a public or private address, or list the host under `notifications.allow`.');
export const webhookFailed = defineError('JF5105', 'a webhook did not take a message', 'Look at its log; the message is tried again for a day.');
export const messageCredential = defineError('JF5106', 'a credential is not of the kind that messages need', 'Mail takes an entry of kind smtp, a webhook one of kind webhook in credentials.yaml.');
export const courierLost = defineError('JF5107', 'the thread that sends messages ended', 'It is started again by itself; the message is tried again.');
export const notifierDevice = defineError('JF5109', 'a channel names no device', 'Name a device of the inventory, or its id, under `notifications.channels`; `jackfield devices` lists them.');
export const notificationUnknown = defineError('JF5108', 'no such message', 'List the messages with `jackfield notifications`.');
