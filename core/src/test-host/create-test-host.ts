import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireDescribed } from './described-wrongly.ts';
import { requireFaults } from './device-faults.ts';
import { legible } from './legible.ts';
import { startTestDevice, type RunningTestDevice } from './test-device.ts';
import { TestHost } from './test-host.ts';
import type { TestHostOptions } from './test-host-options.ts';
import { TestTransports } from './test-transports.ts';
import { loadTested } from './tested-package.ts';

/**
 * Loads a plugin into a host whose devices are simulators on loopback; everything else is the real host's.
 *
 * @experimental
 * @since 0.1.0
 */
export async function createTestHost(options: TestHostOptions): Promise<TestHost> {
  return open(options).catch((error: unknown) => Promise.reject(legible(error)));
}

async function open(options: TestHostOptions): Promise<TestHost> {
  const directory = options.directory instanceof URL ? fileURLToPath(options.directory) : options.directory;
  for (const [name, device] of Object.entries(options.devices)) {
    requireDescribed(name, device);
    requireFaults(name, device.faults);
  }
  const tested = await loadTested(directory, options);
  await using starting = new AsyncDisposableStack();
  const devices = new Map<string, RunningTestDevice>();
  const real = new Map(Object.entries(options.real ?? {}));
  for (const [name, { recording, ...device }] of Object.entries(options.devices)) {
    const recorded = recording === undefined ? {} : { recording: resolve(directory, recording) };
    devices.set(name, starting.use(await startTestDevice(name, real.has(name) ? { facts: device.facts } : { ...device, ...recorded }, options.clock)));
  }
  const transports = starting.use(new TestTransports(devices, real));
  return new TestHost(options, tested, devices, transports, starting);
}
