import { duplexPair } from 'node:stream';
import { sdkVersion } from '@jackfield/sdk';
import { Channel, type ChannelEnd } from '@jackfield/sdk/runtime';
import { expect, onTestFinished, test } from 'vitest';
import { shakeHands } from './handshake.ts';

const silent: ChannelEnd = { request: () => undefined, notification: () => undefined, closed: () => undefined };

/** Shakes hands with a process that answers so. */
async function greeted(answer: object, off: readonly string[] = []): Promise<{ readonly heard: unknown; readonly sdk: string | null }> {
  const [one, other] = duplexPair();
  let heard: unknown = null;
  const near = new Channel(one, silent);
  const far: Channel = new Channel(other, {
    ...silent,
    request: (id, _method, params) => {
      heard = params;
      far.reply(id, JSON.stringify(answer));
    },
  });
  onTestFinished(() => {
    near.close(null);
    far.close(null);
  });
  const { sdk } = await shakeHands(near, { id: 'widget', points: {}, declared: { discovery: [], checks: ['fans'], resources: [], watchers: [], notifiers: [] }, off });
  return { heard, sdk };
}

const well = { protocol: 1, sdk: '0.1.0', requires: ['snmp'], discovery: [], checks: ['fans'], resources: [], watchers: [], notifiers: [] };

test('the host says what it is and can do, the bundle with which SDK it was built', async () => {
  const { heard, sdk } = await greeted(well);
  expect(sdk).toBe('0.1.0');
  expect(heard).toEqual({ host: { sdk: sdkVersion, protocol: 1, capabilities: expect.arrayContaining(['snmp', 'ssh.files']) }, points: { value: '{}' } });
});

test.each([
  [{ ...well, protocol: 2, sdk: '2.0.0' }, 'JF2250', /^Update Jackfield to one with SDK 2\.0\.0/],
  [{ ...well, protocol: 0, sdk: '0.0.9' }, 'JF2250', /^Update the plugin, or build it again/],
  [{ ...well, requires: ['snmp', 'telepathy'] }, 'JF2251', /Update Jackfield/],
  [{ ...well, checks: [] }, 'JF2101', /mended version/],
  [{ ...well, checks: ['fans', 'noise'] }, 'JF2101', /mended version/],
  [[], 'JF2250', /^Update the plugin/],
])('%j is refused with %s', async (answer, code, hint) => {
  await expect(greeted(answer)).rejects.toMatchObject({ code, hint: expect.stringMatching(hint), place: { plugin: 'widget' } });
});

test('what was left out of the manifest may be implemented', async () => {
  await expect(greeted({ ...well, checks: ['fans', 'noise'] }, ['checks.noise'])).resolves.toMatchObject({ sdk: '0.1.0' });
});
