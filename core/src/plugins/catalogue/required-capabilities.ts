import { capabilities, contributionKinds } from '@jackfield/sdk';
import { startedBy, type Manifest } from '@jackfield/sdk/manifest';
import { capabilityMissing } from '../errors.ts';
import type { OffContribution } from '../installed-plugin.ts';

function missing(requires: readonly string[]): readonly string[] {
  return requires.filter((name) => !capabilities.some((known) => known === name));
}

/** Holds a manifest against what this host can do: refuses it, or takes out of it the contributions that need more. */
export function leaveOutMissing({ requires, contributes }: Manifest, about: string, file: string): readonly OffContribution[] {
  const without = missing(requires);
  if (without.length > 0) throw capabilityMissing(`${about} requires ${without.join(', ')}, which this host cannot do`, { place: { file } });
  const off: OffContribution[] = [];
  for (const kind of contributionKinds) {
    for (const [name, entry] of Object.entries(contributes[kind])) {
      const lacked = missing(entry.requires);
      if (lacked.length === 0) continue;
      off.push({ contribution: `${kind}.${name}`, missing: lacked });
      delete contributes[kind][name];
    }
  }
  for (const [name, command] of Object.entries(contributes.commands)) {
    const { kind, name: started } = startedBy(command);
    const gone = off.find(({ contribution }) => contribution === `${kind}.${started}`);
    if (gone === undefined) continue;
    off.push({ contribution: `commands.${name}`, missing: gone.missing });
    delete contributes.commands[name];
  }
  return off;
}
