import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { doctorView } from '../views/doctor-view.ts';
import { example, json } from './options.ts';

export function addDoctorCommand(program: Command, session: Session): void {
  example(json(program.command('doctor').description('look for what is missing or open on this machine')), 'jackfield doctor --config config')
    .action(async (_options: object, command: Command) => {
      const { examine } = await import('../doctor.ts');
      const findings = await examine(session.namedDirectory(command));
      session.show(command, findings, (all) => doctorView(all, session.terminal));
      if (findings.some(({ state }) => state === 'failed')) session.exitCode = exitCodes.problem;
    });
}
