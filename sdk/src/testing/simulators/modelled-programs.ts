import { scriptOf, type Programs } from '../ssh/index.ts';
import { fillMoments } from './moments.ts';
import type { SshModel } from './simulators-file.ts';

function fits(pattern: string, argv: readonly string[]): boolean {
  const words = pattern.split(/\s+/);
  const isOpen = words.at(-1) === '**';
  const fixed = isOpen ? words.slice(0, -1) : words;
  if (isOpen ? argv.length < fixed.length : argv.length !== fixed.length) return false;
  return fixed.every((word, at) => word === '*' || word === argv[at]);
}

/** Commands and scripts that answer what the model says they do. */
export function modelledPrograms({ programs, scripts }: SshModel): Programs {
  return (call) => {
    const script = scriptOf(call);
    const answer = script === null ? programs.find(({ run }) => fits(run, call.argv)) : scripts.find(({ contains }) => script.text.includes(contains));
    if (answer === undefined) return null;
    return { stdout: fillMoments(answer.stdout), stderr: fillMoments(answer.stderr), code: answer.code };
  };
}
