import { closeSync, readdirSync, readFileSync } from 'node:fs';

/** O_CLOEXEC on Linux: what Node opens itself carries it. */
const closeOnExec = 0o2_000_000;

/**
 * Closes what whoever started this process left open: Node's own children would inherit it, plugins among them, and read
 * what it leads to. Standard input and output stay. Does nothing where there is no /proc.
 */
export function closeInheritedDescriptors(): void {
  for (const descriptor of openDescriptors()) {
    if (descriptor <= 2) continue;
    try {
      const flags = /^flags:\s+0*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
      if (flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0) closeSync(descriptor);
    } catch {
      // Gone meanwhile: the one the folder was read with.
    }
  }
}

function openDescriptors(): readonly number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number);
  } catch {
    return [];
  }
}
