import { amiHeader, type Watcher } from '@jackfield/sdk';
import { heardOf } from '../heard/heard.ts';
import type { Settings } from '../settings.ts';
import { meanings } from './meanings.ts';

/** Listens to what Asterisk tells by itself, in one session: has the checks run that it is about, and counts for those that look back. */
export const events: Watcher<Settings> = async ({ ami, device, signal, emit }) => {
  const heard = heardOf(device.id);
  heard.listening += 1;
  try {
    for await (const event of ami.events(Object.keys(meanings), signal)) {
      const name = amiHeader(event, 'Event') ?? '';
      const told = Object.hasOwn(meanings, name) ? (meanings[name]?.(name, event, heard) ?? null) : null;
      if (told !== null) emit(told);
    }
  } finally {
    heard.listening -= 1;
    // What happens while nobody listens is not known.
    heard.booted = null;
  }
};
