import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { auditAnswer, explanationAnswer, hostKeyAnswer, pluginsAnswer, reloadAnswer } from '../answers/host-answers.ts';
import { commandsAnswer, matrixAnswer } from '../answers/plugin-answers.ts';
import { route, type Route } from '../route.ts';
import { address, deviceOrSite, site } from '../touched.ts';

/** The host itself: its plugins, its settings, its records. */
export const hostRoutes: readonly Route[] = [
  route({ name: 'plugins', method: 'get', path: '/plugins', title: 'Plugins: what is installed, and how it runs', rule: { role: 'viewer', at: 'seen' }, command: commands.plugins, answer: pluginsAnswer }),
  route({ name: 'pluginMatrix', method: 'get', path: '/plugins/matrix', title: 'Sites and plugins: who enabled what where, in which version, with which grant, and how it goes', rule: { role: 'viewer', at: 'seen' }, command: commands['plugin-matrix'], answer: matrixAnswer }),
  route({ name: 'commands', method: 'get', path: '/commands', title: 'What plugins offer to start, of what the caller may; on a device, or on any', rule: { role: 'viewer', at: 'seen' }, command: commands.commands, answer: commandsAnswer }),
  route({ name: 'explain', method: 'get', path: '/explain', title: 'The value of a setting, and every layer that set or hid it', rule: { role: 'operator', at: site }, command: commands.explain, answer: explanationAnswer }),
  route({ name: 'hostKeys', method: 'get', path: '/hostkeys', title: 'SSH host keys seen, and those that changed', rule: { role: 'operator', at: 'seen' }, command: commands.hostkeys, answer: z.array(hostKeyAnswer) }),
  route({ name: 'audit', method: 'get', path: '/audit', title: 'Who did what, newest first; of one device, or of all', rule: { role: 'manager', at: deviceOrSite }, command: commands.audit, answer: auditAnswer }),
  route({ name: 'acceptHostKey', method: 'post', path: '/hostkeys', title: 'Accept the key that a device offers now', rule: { role: 'operator', at: address }, command: commands['accept-hostkey'], answer: z.object({ address: z.string(), port: z.int() }) }),
  route({ name: 'releasePlugin', method: 'post', path: '/plugins/{plugin}/release', title: 'End the quarantine of a plugin', rule: { role: 'admin', at: 'organization' }, command: commands.release, answer: z.object({ plugin: z.string() }) }),
  route({ name: 'reload', method: 'post', path: '/reload', title: 'Read the configuration anew; the old one stays if it is wrong', rule: { role: 'admin', at: 'organization' }, command: commands.reload, answer: reloadAnswer }),
];
