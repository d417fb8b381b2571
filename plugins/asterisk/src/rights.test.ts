import { expect, test } from 'vitest';
import { Dialogue, hasDialogues } from './testing/dialogue.ts';
import { answering } from './testing/memory-pbx.ts';
import { denialOf } from './rights.ts';

const may = (...commands: readonly (readonly [string, string])[]) => answering({ ListCommands: [['Response', 'Success'], ...commands] });

test.each([
  ['PJSIPShowEndpoints', [['CoreStatus', 'Show. (Priv: system,reporting,all)']], 'The manager user lacks the right: write=system in manager.conf.'],
  ['PJSIPShowEndpoints', [['DBPut', 'Put DB entry.  (Priv: system,all)']], 'The manager user has the right: the module that offers it is not loaded.'],
  ['CoreStatus', [['Ping', 'Keepalive command.  (Priv: <none>)']], 'The manager user lacks the right: write=system or write=reporting in manager.conf.'],
  ['Unheard', [['DBPut', 'x (Priv: system,all)']], 'The manager user lacks the right (write= in manager.conf), or the module that offers it is not loaded.'],
] as const)('%s denied to who may do %j', async (action, commands, hint) => {
  expect(await denialOf(may(...commands), action)).toMatchObject({ kind: 'Refused', message: `Asterisk denies ${action}`, hint });
});

test.skipIf(!hasDialogues).each([
  ['', 'The manager user lacks the right: write=system in manager.conf.'], ['2', 'The manager user has the right: the module that offers it is not loaded.'], ['3', 'The manager user lacks the right: write=system in manager.conf.'],
] as const)('a real Asterisk, recorded: what user %s may do tells why', async (connection, hint) => {
  expect((await denialOf(new Dialogue('04-permissions', connection), 'PJSIPShowEndpoints')).hint).toBe(hint);
});
