import { isSecretName } from '@jackfield/sdk/secrets';
import type { Json } from '@jackfield/sdk';
import type { InstalledPlugin } from '../../plugins/index.ts';
import { redacted } from '../redaction/index.ts';
import type { Configuration, Scope, SettingChange, SettingEntry, SourcePlace } from '../../sites/index.ts';

/** Somebody who may be guilty, in words: what it is, where it stands, what to do about it. */
export interface Suspect {
  readonly what: string;
  /** `sites/leeds.yaml:14:9`, or a folder; empty when nothing says it. */
  readonly where: string;
  readonly remedy: string;
}

const placeText = (place: SourcePlace | null): string => (place === null ? '' : `${place.file}:${place.line}:${place.column}`);
/** A secret is told by its key, as everywhere; its value is nobody's business here. */
function valueText(path: readonly string[], value: Json | undefined, secretKeys: ReadonlySet<string>): string {
  if (value === undefined) return 'nothing';
  const key = path.at(-1) ?? '';
  return isSecretName(key) || secretKeys.has(key) ? redacted : JSON.stringify(value);
}

const layerText = ({ layer, name }: Pick<SettingEntry, 'layer' | 'name'>): string => (layer === 'organization' || layer === 'policy' ? layer : `${layer} ${name}`);

export function settingSuspect(entry: SettingEntry, secretKeys: ReadonlySet<string>): Suspect {
  const key = entry.path.join('.');
  return {
    what: `${key}: ${valueText(entry.path, entry.value, secretKeys)} (${layerText(entry)})`,
    where: placeText(entry.place),
    remedy: `Mend or remove it there, then "jackfield reload"; "jackfield explain ${key}" shows what holds without it.`,
  };
}

export function changeSuspect(change: SettingChange, secretKeys: ReadonlySet<string>): Suspect {
  const before = valueText(change.path, change.before, secretKeys);
  return {
    what: `${change.path.join('.')}: ${before} → ${valueText(change.path, change.after, secretKeys)} (${layerText(change)})`,
    where: placeText(change.place),
    remedy: `Set it back to ${before} there, then "jackfield reload".`,
  };
}

/** A plugin, with the line that enables it at a place. */
export function pluginSuspect({ id, version, directory }: InstalledPlugin, configuration: Configuration, scope: Scope): Suspect {
  const enabling = configuration.explain(`plugins.${id}.enabled`, scope).layers.find(({ effective, place, value }) => effective && place !== null && value === true);
  if (enabling === undefined) {
    const remedy = Object.hasOwn(configuration.pluginLock.plugins, id) ? `Remove it with "jackfield plugin remove ${id}", or update it.` : 'Take its folder out of "plugins:" in jackfield.yaml, or update it, then start the daemon again.';
    return { what: `plugin ${id} ${version}, by the data it contributes`, where: directory, remedy };
  }
  const narrower = scope.level === 'device' ? `, or for ${scope.device} alone in its entry of sites/${scope.site}.yaml` : '';
  return {
    what: `plugin ${id} ${version} (enabled by ${layerText(enabling)})`, where: placeText(enabling.place),
    remedy: `Switch it off there${narrower}: plugins: { ${id}: { enabled: false } }, then "jackfield reload".`,
  };
}
