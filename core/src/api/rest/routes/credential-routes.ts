import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { credentialsAnswer, credentialSetAnswer } from '../answers/configuration-answers.ts';
import { route, type Route } from '../route.ts';
import { credential } from '../touched.ts';

/** What the devices want to hear: told where it is kept and used, set and rotated, never shown. */
export const credentialRoutes: readonly Route[] = [
  route({ name: 'credentials', method: 'get', path: '/credentials', title: 'Credentials by name, with where their secrets are kept and where they are used; never a secret', rule: { role: 'manager', at: 'seen' }, command: commands.credentials, answer: credentialsAnswer }),
  route({ name: 'setCredential', method: 'put', path: '/credentials/{credential}', title: 'Make credentials, or give them other values or secrets; these go into the vault', rule: { role: 'manager', at: credential }, command: commands['credential-set'], answer: credentialSetAnswer }),
  route({ name: 'removeCredential', method: 'delete', path: '/credentials/{credential}', title: 'Remove credentials that nothing names', rule: { role: 'manager', at: credential }, command: commands['credential-remove'], answer: z.object({ name: z.string() }) }),
];
