import { NotReady } from '@jackfield/sdk';
import { heardOf } from './heard/heard.ts';
import type { Settings } from './settings.ts';

const nameOf = (module: string): string => module.replace(/\.so$/, '');

/** Whether this PBX does without the module: `core.without` names it, or res_pjsip, which all of PJSIP needs. */
export function doesWithout({ without }: Settings['core'], module: string): boolean {
  const names = new Set(without.map(nameOf));
  return names.has(nameOf(module)) || (module.includes('pjsip') && names.has('res_pjsip'));
}

/**
 * Asterisk does not know what the module offers: it failed to load, or is not loaded yet, as an Asterisk that starts answers its
 * manager before it has all. Neither tells that what was wrong is well now.
 */
export function notLoaded(module: string): NotReady {
  return new NotReady(`${nameOf(module)} is not loaded`, { hint: `Asterisk is still starting, or failed to load it: its log says why. Where the PBX does without it, name ${module} in core.without.` });
}

/** Whether a module that many PBXs do not have is missed: this one had it, and what was wrong there is not well because it is gone. */
export function isMissed(core: Settings['core'], device: string, module: string, isLoaded: boolean): boolean {
  const { modules } = heardOf(device);
  if (isLoaded) modules.add(module);
  return !isLoaded && modules.has(module) && !doesWithout(core, module);
}
