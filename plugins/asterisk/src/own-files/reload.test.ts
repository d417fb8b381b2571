import { OutcomeError, type AmiMessage } from '@jackfield/sdk';
import { describe, expect, test } from 'vitest';
import { answering } from '../testing/answering.ts';
import { Dialogue, hasDialogues } from '../testing/dialogue.ts';
import { reload } from './reload.ts';

const status = (reloadTime: string) => [['Response', 'Success'], ['CoreStartupDate', '2026-11-23'], ['CoreStartupTime', '05:39:35'], ['CoreReloadDate', '2026-11-23'], ['CoreReloadTime', reloadTime]] as const;

/** Reloads a module of a PBX that answers so, one answer after the other; the last one stays. */
async function reloading(answers: readonly AmiMessage[], { isThere = true, reloadTime = '05:43:08', module = 'res_pjsip.so' } = {}): Promise<number> {
  const left = [...answers];
  let asked = 0;
  const ami = {
    ...answering({ CoreStatus: status(reloadTime) }),
    write: async () => {
      asked += 1;
      return (left.length > 1 ? left.shift() : left[0]) ?? { headers: [] };
    },
  };
  await reload({ ami, signal: AbortSignal.timeout(10_000) }, module, async () => isThere);
  return asked;
}

const refused = (message: string): AmiMessage => ({ headers: [['Response', 'Error'], ['Message', message]] });
const done: AmiMessage = { headers: [['Response', 'Success'], ['Message', 'Module Reloaded']] };

test.each([
  ['No such module', 'Unsupported', /modules\.conf/], ['Module does not support reload', 'Unsupported', /restart/], ['Module not initialized', 'NotReady', /still starting/],
  ['An unknown error occurred', 'Refused', /log/], ['Permission denied', 'Refused', /right/], ['Asterisk is shutting down', 'NotReady', undefined],
])('"%s" is %s', async (message, kind, hint) => {
  const outcome: unknown = await reloading([refused(message)]).catch((error: unknown) => error);
  expect(outcome).toMatchObject({ kind });
  expect(outcome instanceof OutcomeError ? (outcome.hint ?? '') : null).toMatch(hint ?? /^$/);
});

test('another reload is waited for', async () => {
  expect(await reloading([refused('A reload is in progress'), done])).toBe(2);
});

test('what does not show is left to the read-back; only where nothing was ever reloaded it was put off, and that is told', async () => {
  expect(await reloading([done], { isThere: false })).toBe(1);
  await expect(reloading([done], { isThere: false, reloadTime: '05:39:35' })).rejects.toMatchObject({ kind: 'NotReady', hint: expect.stringContaining('fully booted') });
});

describe.skipIf(!hasDialogues)('a real Asterisk, recorded', () => {
  const said = (module: string): Promise<AmiMessage> => new Dialogue('20-reload').action('Reload', [['Module', module]]);

  test.each(['app_queue.so', 'res_pjsip.so'])('it reloads %s', async (module) => {
    expect(await reloading([await said(module)], { module })).toBe(1);
  });

  test.each(['nosuch.so', 'app_echo.so'])('it does not reload %s', async (module) => {
    await expect(reloading([await said(module)], { module })).rejects.toMatchObject({ kind: 'Unsupported', message: expect.stringContaining(module) });
  });
});
