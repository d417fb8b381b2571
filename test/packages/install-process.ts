import { installPackage, removePackage, rollbackPackage, type PackageStep } from '../../core/src/packages/index.ts';

// One command on packages in a process of its own, which is killed when it comes to a step: node install-process.ts CONFIG STEP WHAT [FROM]
const [, , directory = '', step, what, from = ''] = process.argv;
const needs = {
  directory, person: 'ann', activate: async () => false, consent: async () => true, force: false,
  onStep: (at: PackageStep): void => {
    if (at === step) process.kill(process.pid, 'SIGKILL');
  },
};
if (what === 'rollback') await rollbackPackage('widget', needs);
else if (what === 'remove') await removePackage('widget', needs);
else await installPackage(from, needs);
