import { linesOf, type Gathering } from '../gathering.ts';

export interface Identity {
  readonly name: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly os: string | null;
  readonly version: string | null;
}

/** Texts that makers leave where a fact should be. */
const placeholder =
  /^(?:0+|1234567890?|0123456789|x+|n\/?a|none|null|unknown|default(?: string)?|empty|invalid|oem|o\.e\.m\.|not (?:specified|available|applicable|provided)|to be filled by o\.?e\.?m\.?|(?:system|chassis|base ?board) (?:serial number|manufacturer|product name|version|model)|type\d\w* - .*|\.+|-+)$/i;

function fact(value: string | undefined): string | null {
  const text = value?.trim() ?? '';
  return text === '' || placeholder.test(text) ? null : text;
}

/** `NAME=value` lines; quotes and escapes as os-release(5) has them. */
export function assignments(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, name, value = ''] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? [];
      if (name === undefined) return [];
      const [, , inner] = /^(["'])(.*)\1\s*$/.exec(value) ?? [];
      return [[name, inner === undefined ? value.trim() : inner.replaceAll(/\\(["'$`\\])/g, '$1')]];
    }),
  );
}

/** What the machine and its operating system are called. DMI serials can be read by root alone. */
export function readIdentity(gathering: Gathering): Identity {
  const release = assignments(linesOf(gathering, 'os-release') ?? []);
  const dmi = assignments(linesOf(gathering, 'dmi') ?? []);
  const name = fact(linesOf(gathering, 'hostname')?.[0]);
  const vendor = fact(dmi.get('sys_vendor')) ?? fact(dmi.get('board_vendor'));
  const product = fact(dmi.get('product_name')) ?? fact(dmi.get('board_name')) ?? fact(dmi.get('device_tree_model'));
  // Lenovo prints its order number as the product and the model's name as its version.
  const model = vendor?.toLowerCase() === 'lenovo' ? (fact(dmi.get('product_version')) ?? product) : product;
  return {
    name: name === null || /^localhost(\.localdomain)?$/.test(name) || name === '(none)' ? null : name,
    vendor,
    model,
    serial: fact(dmi.get('product_serial')) ?? fact(dmi.get('chassis_serial')) ?? fact(dmi.get('device_tree_serial')),
    os: fact(release.get('NAME')) ?? fact(release.get('ID')) ?? 'Linux',
    version: fact(release.get('VERSION_ID')) ?? fact(release.get('VERSION_CODENAME')) ?? fact(release.get('BUILD_ID')),
  };
}

/** What `uname -s` says; null when it says nothing. */
export function systemName(gathering: Gathering): string | null {
  return linesOf(gathering, 'uname')?.[0]?.trim() ?? null;
}
