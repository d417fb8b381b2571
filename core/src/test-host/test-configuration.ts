import type { JsonObject } from '@jackfield/sdk';
import { pluginLockSchema, trustSchema, type Configuration, type Enablement } from '../sites/index.ts';
import type { RunningTestDevice } from './test-device.ts';

export const testSite = 'test-site';

/** A configuration with one site that holds every device, and one plugin that is enabled there. */
export function testConfiguration(devices: ReadonlyMap<string, RunningTestDevice>, settings: JsonObject, grant: Enablement['grant']): Configuration {
  const site = { id: testSite, title: 'Test site', region: 'test', district: 'test', networks: ['127.0.0.0/8'], devices: [], file: '' };
  return {
    directory: '',
    etag: '',
    daemon: {
      stateDirectory: '', socket: '', listen: { address: '127.0.0.1', port: 0 }, publicUrl: null, oidc: null, passwords: 'always', plugins: [], logLevel: 'info',
      retention: { samplesDays: 1, rollupsDays: 1, resultsDays: 1 }, traps: null, simulators: null,
    },
    organization: { id: 'test', title: 'Test', regions: [] },
    sites: new Map([[testSite, site]]),
    pluginLock: pluginLockSchema.parse({}),
    trust: trustSchema.parse({}),
    setting: (key, scope) => (key === 'transports' && scope.level === 'device' ? devices.get(scope.device)?.transports : undefined),
    pluginSettings: () => settings,
    enablement: () => ({ enabled: true, version: null, grant, calls: true }),
    explain: (key) => ({ key, value: undefined, layers: [] }),
    siteOf: () => site,
  };
}
