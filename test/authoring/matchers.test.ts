import '@jackfield/core/matchers';
import { createTestHost, type TestHost, type TestHostOptions } from '@jackfield/core/testing';
import { outcome, result } from '@jackfield/sdk';
import { expect, test } from 'vitest';

const lamp = { snmp: { model: { name: 'on', descr: 'A lamp', objectID: '1.3.6.1.4.1.99999.1' } } };

async function lampHost(options: Partial<TestHostOptions> = {}): Promise<TestHost> {
  return createTestHost({ directory: new URL('./plugins/lamps', import.meta.url), devices: { 'lamp-1': lamp }, ...options });
}

/** What a failed assertion says. */
function complaint(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing';
}

test('results are told by state, summary, items and metrics', () => {
  const fans = result.fromItems('fans', [
    { name: 'fan1', state: 'ok', summary: 'turning', metrics: [{ name: 'fan.speed', value: 4_200 }] }, { name: 'fan2', state: 'critical', summary: 'stands still' },
  ]);
  expect(result.ok('6 fans')).toBeOk('6 fans');
  expect(result.warning('warm')).toBeWarning(/^warm$/);
  expect(result.unknown('no fans')).toBeUnknown();
  expect(fans).toBeCritical();
  expect(fans).not.toBeOk();
  expect(fans).toHaveItem('fan2', 'critical');
  expect(fans).toHaveMetric('fan.speed', 4_200, 'fan1');
  expect(fans).not.toHaveMetric('fan.speed', 4_200);
  expect(complaint(() => expect(fans).toBeOk('fine'))).toMatch(/expected ok saying fine, found critical: .*fan2 critical: stands still/);
  expect(complaint(() => expect(fans).toHaveItem('fan3'))).toBe('expected an item fan3, found fan1 ok, fan2 critical');
  expect(complaint(() => expect({ state: 'ok' }).toBeOk())).toContain('the result of a check is wanted here');
});

test('plans are told by what they change, operations by who asked for them when', async () => {
  await using host = await lampHost();
  expect(host).not.toHavePerformed('snmp.set');
  const plan = await host.push('lamp', 'lamp-1', { state: 'off' });
  expect(plan).toChange('state', 'on', 'off');
  expect(await host.plan('lamp', 'lamp-1', { state: 'off' })).toChangeNothing();
  expect(host).toHavePerformed('snmp.set', { device: 'lamp-1', phase: 'apply', times: 1 });
  expect(host).not.toHavePerformed('snmp.set', { phase: 'check' });
  expect(host).not.toHaveRefused();
  expect(complaint(() => expect(plan).toChange('state', 'off', 'on'))).toBe('expected state to change from "off" to "on", found state: "on" to "off"');
  expect(await host.check('sneaky', 'lamp-1')).toBeOk();
  expect(host).toHaveRefused('snmp.set', { phase: 'check' });
  expect(complaint(() => expect(host).not.toHaveRefused())).toContain('check snmp.set on lamp-1 (refused)');
  expect(complaint(() => expect(plan).toHaveRefused())).toContain('a test host is wanted here');
});

test('outcomes are told by kind and message', async () => {
  await using host = await lampHost({ devices: { 'lamp-1': { ...lamp, faults: { snmp: { garbage: true } } } } });
  await expect(host.check('lit', 'lamp-1')).rejects.toBeOutcome('Unreachable', /lamp-1|127/);
  expect(outcome('Conflict', 'somebody else was here')).toBeOutcome('Conflict', 'somebody else');
  expect(complaint(() => expect(outcome('Conflict', 'busy')).toBeOutcome('NotReady'))).toBe('expected the outcome NotReady, found Conflict (JF0006): busy');
  expect(new Error('no outcome')).not.toBeOutcome('Conflict');
});

test('what is no outcome is told with its code and what to do next, as a runner prints it too', async () => {
  await using host = await lampHost({ deadlineMs: 50 });
  const error: unknown = await host.check('hasty', 'lamp-1').catch((reason: unknown) => reason);
  expect(complaint(() => expect(error).toBeOutcome('Unreachable'))).toMatch(/^expected the outcome Unreachable, found JF2105 lamps, check hasty on lamp-1 → next: /);
  expect(error).toMatchObject({ name: 'JackfieldError JF2105', message: 'lamps, check hasty on lamp-1', cause: { name: 'next', message: expect.stringContaining('did not answer within the deadline') } });
});

test('a forgotten await is named where it was forgotten', async () => {
  const host = await lampHost();
  void host.check('lit', 'lamp-1');
  await host.check('sneaky', 'lamp-1');
  await expect(host[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'JF9151', message: 'nobody waited for check lit on lamp-1: is an await missing?' });
  await using other = await lampHost();
  expect(complaint(() => expect(other.check('lit', 'lamp-1')).toBeCritical())).toBe('the result of a check is wanted here, not a promise of it: write expect(await …)');
  expect(complaint(() => expect(other.check('lit', 'lamp-1')).toBeOutcome('Refused'))).toContain('.rejects.toBeOutcome');
});
