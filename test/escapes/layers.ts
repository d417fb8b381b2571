import type { Layers } from './trial.ts';

const flags = ['no-sqlite', 'frozen-flags', 'no-code-from-strings', 'hardening', 'empty-environment'] as const;
const wrapped = ['own-user', 'namespaces', 'no-new-privileges', 'data-limit'] as const;

/** The layers that the matrix compares. */
export const layers: { readonly [name: string]: Layers } = {
  'permission only': { without: [...flags, ...wrapped], hostRefusesInspector: false },
  '+ flags': { without: wrapped, hostRefusesInspector: true },
  '+ own user': { without: [...flags, 'namespaces', 'data-limit'], hostRefusesInspector: false },
  '+ bubblewrap': { without: [...flags, 'own-user', 'data-limit'], hostRefusesInspector: false },
  'all layers': { without: [], hostRefusesInspector: true },
};

/** What no layer closes; docs/operators/sandbox.md says of each why it is harmless, or what it costs to close. */
export const known: readonly string[] = [
  'facts: uptime of the machine', 'facts: kernel version',
  'run: data: import', 'run: vm.runInNewContext', 'look: readlinkSync',
];
