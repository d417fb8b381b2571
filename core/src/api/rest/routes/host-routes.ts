import { z } from 'zod';
import { cpuProfileSchema } from '../../../plugins/index.ts';
import { commands } from '../../commands/index.ts';
import { auditAnswer, backupAnswer, explanationAnswer, hostKeyAnswer, pluginsAnswer, reloadAnswer } from '../answers/host-answers.ts';
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
  route({ name: 'profilePlugin', method: 'post', path: '/plugins/{plugin}/profile', title: 'A V8 CPU profile of a running plugin; answers when it is taken', rule: { role: 'admin', at: 'organization' }, command: commands.profile, answer: cpuProfileSchema }),
  route({ name: 'backups', method: 'get', path: '/backups', title: 'Backups of the database that lie on the host, newest first', rule: { role: 'admin', at: 'organization' }, command: commands.backups, answer: z.array(backupAnswer) }),
  route({ name: 'makeBackup', method: 'post', path: '/backups', title: 'Copy the database into a backup on the host; the five newest are kept', rule: { role: 'admin', at: 'organization' }, command: commands['backup-make'], answer: backupAnswer }),
  route({
    name: 'backupFile', method: 'get', path: '/backups/{backup}', title: 'The file of a backup: all that the database holds', rule: { role: 'admin', at: 'organization', isFresh: true }, command: commands['backup-file'], answer: z.object({ file: z.string(), name: z.string(), bytes: z.int() }), givesFile: true,
  }),
];
