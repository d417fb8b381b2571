import { setTimeout as delay } from 'node:timers/promises';
import { amiHeader, NotReady, Refused, Unsupported, type AmiMessage, type AmiReader, type OutcomeError, type WritingContext } from '@jackfield/sdk';
import { isSuccess, outcomeOf, textOf } from '../manager.ts';

/** Milliseconds between looks: after a reload Asterisk may still hand out the old object for a moment. */
const settling = [100, 200, 400, 800];
/** Milliseconds between tries while another reload runs: it would meet what is put back, too. */
const busy = [500, 1_000, 2_000, 4_000];

/** What manager.c answers to a reload that it does not do. */
function refusal(module: string, response: AmiMessage): OutcomeError {
  const message = amiHeader(response, 'Message') ?? '';
  const what = `Asterisk does not reload ${module}: ${message.trim()}`;
  if (/no such module/i.test(message)) return new Unsupported(what, { hint: 'The module is not loaded: see modules.conf, and whether its package is installed.' });
  if (/does not support reload/i.test(message)) return new Unsupported(what, { hint: 'What was written takes effect with a restart of Asterisk.' });
  if (/not initialized/i.test(message)) return new NotReady(what, { hint: 'Asterisk is still starting, or the module failed to load: its log says why.' });
  if (/unknown error/i.test(message)) return new Refused(what, { hint: "Asterisk's log says what it did not like." });
  return outcomeOf(`Reload of ${module}`, response);
}

/** Whether nothing was ever reloaded since Asterisk started: then it takes reloads, and puts them off until it is fully booted. */
async function isBooting(ami: AmiReader): Promise<boolean> {
  const status = await ami.action('CoreStatus');
  const time = (what: string): string => `${textOf(status, `Core${what}Date`) ?? ''} ${textOf(status, `Core${what}Time`) ?? ''}`;
  return isSuccess(status) && time('Reload') === time('Startup');
}

/**
 * Reloads one module, and waits a moment for what is wanted to be there; that it is not is for the host to find, which reads
 * all of it back. A reload that was only queued is told: Asterisk answers success, and its time of reload is still that of its start.
 */
export async function reload({ ami, signal }: Pick<WritingContext, 'ami' | 'signal'>, module: string, isThere: () => Promise<boolean>): Promise<void> {
  const ask = (): Promise<AmiMessage> => ami.write('Reload', [['Module', module]]);
  let response = await ask();
  for (const wait of busy) {
    if (!/reload is in progress/i.test(amiHeader(response, 'Message') ?? '')) break;
    await delay(wait, undefined, { signal });
    response = await ask();
  }
  if (!isSuccess(response)) throw refusal(module, response);
  for (const wait of settling) {
    if (await isThere()) return;
    await delay(wait, undefined, { signal });
  }
  if (await isBooting(ami)) {
    throw new NotReady(`Asterisk took the reload of ${module} and has not done it`, { hint: 'Until it is fully booted it queues reloads: wait until it is, and plan again.' });
  }
}
