import { RemoteFault } from '@jackfield/sdk/runtime';
import { JackfieldError } from '../errors/index.ts';
import { pluginNotLoaded } from './errors.ts';
import { activationRefused } from './process/index.ts';
import { placeInSource } from './profile/index.ts';

/** What a plugin threw while it was loaded, with file and line of its source. */
export async function loadFailure(plugin: string, error: unknown): Promise<JackfieldError> {
  const place = await placeInSource(error);
  const said = error instanceof Error ? error.message : String(error);
  return pluginNotLoaded(said.startsWith(`${plugin}: `) ? said : `${plugin}: ${said}`, { place: { plugin, ...place }, cause: error });
}

/** True of an activation that failed because the plugin's own code threw, not because it is another than its manifest says. */
export function threwAtLoad(error: unknown): boolean {
  if (!activationRefused.is(error)) return false;
  for (let cause = error.cause, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth += 1) if (cause instanceof RemoteFault) return true;
  return false;
}
