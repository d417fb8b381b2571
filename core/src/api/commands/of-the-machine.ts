import type { CommandName } from './index.ts';

/** What the daemon does for the command line of its own machine alone, and why nobody asks for it over the network. */
export const ofTheMachine: { readonly [Name in CommandName]?: string } = {
  apply: 'a change is begun by apply-begin, and watched: a connection that is lost takes nothing with it',
  undo: 'an undo is begun by undo-begin, and watched in the same way',
  backup: 'it writes to any place of the host’s disks; over the network a backup goes into the state folder, "jackfield backup" without a file',
  record: 'it writes files of its machine; over the network recording-begin makes one, and where lines look as if a secret was left it leaves the host after a yes to them alone',
  'reload-credentials': 'it is part of reload, and of writing a credential',
  stop: 'who ends the daemon from afar cannot start it again',
};
