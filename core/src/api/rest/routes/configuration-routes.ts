import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { configurationFileAnswer, configurationTextAnswer, fileWrittenAnswer, keysSetAnswer, schemasAnswer, settingsFormAnswer, textCheckAnswer } from '../answers/configuration-answers.ts';
import { route, type Route } from '../route.ts';
import { configurationFile, layer } from '../touched.ts';

/** The files of the configuration, whole and key by key. */
export const configurationRoutes: readonly Route[] = [
  route({ name: 'configurationFiles', method: 'get', path: '/configuration/files', title: 'The files of the configuration that you may read', rule: { role: 'operator', at: 'seen' }, command: commands.files, answer: z.array(configurationFileAnswer) }),
  route({
    name: 'configurationFile', method: 'get', path: '/configuration/file', title: 'What stands in a file of the configuration, without secrets', rule: { role: 'operator', at: configurationFile }, command: commands['file-read'], answer: configurationTextAnswer, versioned: 'etag',
  }),
  route({
    name: 'writeConfigurationFile', method: 'put', path: '/configuration/file', title: 'Write a file of the configuration whole: taken over, or refused with all that is wrong', rule: { role: 'manager', at: configurationFile }, command: commands['file-write'], answer: fileWrittenAnswer, versioned: 'etag',
  }),
  route({
    name: 'setConfiguration', method: 'put', path: '/configuration/keys', title: 'Set keys of a place, or take them away: enablement, versions, schedules, windows, settings', rule: { role: 'manager', at: layer }, command: commands['keys-set'], answer: keysSetAnswer, versioned: 'etag',
  }),
  route({ name: 'checkConfigurationFile', method: 'post', path: '/configuration/check', title: 'What would be wrong if a file of the configuration said that; writes nothing', rule: { role: 'manager', at: configurationFile }, command: commands['file-check'], answer: textCheckAnswer }),
  route({ name: 'checkChangeFile', method: 'post', path: '/changes/check', title: 'What is wrong with the text of a change file; asks no device', rule: { role: 'operator', at: 'seen' }, command: commands['change-check'], answer: textCheckAnswer }),
  route({ name: 'schemas', method: 'get', path: '/schemas', title: 'JSON Schemas of all files that people write, for editors', rule: { role: 'viewer', at: 'seen' }, command: commands.schemas, answer: schemasAnswer }),
  route({ name: 'settingsForm', method: 'get', path: '/settings', title: 'Settings of a plugin, or of the host, as a form: each key with its value, who said it and what that hides', rule: { role: 'operator', at: layer }, command: commands['settings-form'], answer: settingsFormAnswer }),
];
