import type { AmiFaults } from './ami-faults.ts';
import { reloadStatus, type Asterisk } from './asterisk.ts';

type Outcome = keyof typeof reloadStatus;

/** Reloads a module, or all for an empty name, answers, and tells it as an event. A reload that lies does nothing and says the same. */
export function reloadAndTell(asterisk: Asterisk, module: string, { reloadLies, reloadBusy }: AmiFaults, answer: (outcome: Outcome) => void = () => undefined): void {
  const outcome = reloadBusy === true ? 'inProgress' : reloadLies === true ? 'success' : asterisk.reload(module);
  answer(outcome);
  asterisk.emit({
    privilege: 'system,all',
    lines: [['Event', 'Reload'], ['Privilege', 'system,all'], ['Module', module === '' ? 'All' : module], ['Status', String(reloadStatus[outcome])]],
  });
}
