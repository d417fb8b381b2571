import { subscribe } from 'node:diagnostics_channel';

/** What Node's permission model keeps watch over, by the names of its channels. */
const kinds = ['addon', 'child', 'ffi', 'fs', 'inspector', 'net', 'wasi', 'worker'] as const;

/** Different denials that are told; a plugin may cause as many as it likes. */
const most = 64;

/** Characters of what was reached for. */
const longest = 200;

const told = new Set<string>();

/** Prints once what the plugin reached for and did not get, whatever its code makes of the error: who writes it must see why. */
export function tellDenial(permission: string, resource: string): void {
  const line = `denied: ${permission} ${resource.replaceAll(/[\r\n]+/g, ' ').slice(0, longest)}`.trimEnd();
  if (told.has(line) || told.size >= most) return;
  told.add(line);
  process.stderr.write(`${line}\n`);
}

function onDenied(message: unknown): void {
  if (typeof message !== 'object' || message === null) return;
  const { permission, resource }: { permission?: unknown; resource?: unknown } = message;
  tellDenial(String(permission), typeof resource === 'string' ? resource : '');
}

/** Hears of every denial from here on. */
export function watchDenials(): void {
  for (const kind of kinds) subscribe(`node:permission-model:${kind}`, onDenied);
}
