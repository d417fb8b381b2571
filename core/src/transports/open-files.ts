import { readFileSync } from 'node:fs';

/** Where the system does not tell. */
const usual = 1_024;

/** Files and sockets that this process may have open at once. */
export function mostOpenFiles(): number {
  try {
    return Number(/^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? usual);
  } catch {
    return usual;
  }
}
