import type { PackageService, WaitingPackage } from '../packages/index.ts';

const proof = { publisher: { name: 'acme', key: 'ed25519:a', at: '2026-01-01T00:00:00.000Z' }, organization: null };
const change = { added: [{ words: 'ping devices', writes: false }], removed: [], same: [] };
const granted = { by: 'ada', at: '2026-01-01T00:00:00.000Z' };

export const waitingPackage: WaitingPackage = {
  plugin: 'widget', package: '@acme/jackfield-plugin-widget', title: 'Widget', version: '1.1.0', before: '1.0.0', older: false, proof, change, contributions: { added: [{ kind: 'check', name: 'fans', title: 'Fans' }], removed: [], same: 1 },
  files: 3, bytes: 1_000, integrity: 'sha512-a', source: 'upload:widget.tgz', person: 'ada', at: '2026-01-01T00:00:00.000Z', problem: null,
};

/** Packages that answer from constants. */
export const fakePackages: PackageService = {
  list: async () => [{ plugin: 'widget', package: waitingPackage.package, version: '1.0.0', kept: null, source: 'upload:widget.tgz', granted, enabledAt: [], problem: null }],
  history: async () => [{ sequence: 1, at: granted.at, person: 'ada', action: 'install', plugin: 'widget', version: '1.0.0', before: null, integrity: 'sha512-a', outcome: 'done', detail: '', hash: '' }],
  waiting: async () => [waitingPackage],
  receive: async (source) => {
    let bytes = 0;
    for await (const piece of source) bytes += piece.length;
    return { file: '', bytes, sha256: '', [Symbol.asyncDispose]: async () => {} };
  },
  offer: async () => waitingPackage, fetch: async () => waitingPackage, refuse: async () => waitingPackage,
  install: async () => ({ plugin: 'widget', package: waitingPackage.package, version: '1.1.0', before: '1.0.0', proof, change, files: 3, integrity: 'sha512-a', kept: '1.0.0', outcome: 'installed', taken: true }),
  rollback: async () => ({ plugin: 'widget', version: '1.0.0', before: '1.1.0', granted, taken: true }),
  remove: async () => ({ plugin: 'widget', version: '1.0.0', edited: [], taken: true }),
  enable: async ({ plugin, site, enabled }) => ({ plugin, site, file: `sites/${site}.yaml`, enabled, grant: 'read', before: { enabled: !enabled, grant: 'read' }, calls: false, permissions: [], changed: true, taken: true, against: [] }),
};
