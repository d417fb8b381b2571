import type { Layers } from './trial.ts';

const flags = ['no-sqlite', 'frozen-flags', 'no-code-from-strings', 'hardening', 'empty-environment'] as const;
const wrapped = ['own-user', 'namespaces', 'no-new-privileges', 'data-limit'] as const;

/** The layers that the matrix compares, with how many attempts succeed: as root, with bubblewrap and util-linux installed. */
export const layers: { readonly [name: string]: Layers & { readonly succeed: number } } = {
  'permission only': { without: [...flags, ...wrapped], hostRefusesInspector: false, succeed: 46 },
  '+ flags': { without: wrapped, hostRefusesInspector: true, succeed: 16 },
  '+ own user': { without: [...flags, 'namespaces', 'data-limit'], hostRefusesInspector: false, succeed: 30 },
  '+ bubblewrap': { without: [...flags, 'own-user', 'data-limit'], hostRefusesInspector: false, succeed: 13 },
  'all layers': { without: [], hostRefusesInspector: true, succeed: 5 },
};

/** How many attempts are counted: those on memory are not, for how far they get between two looks is the machine's speed. */
export const counted = 171;

/** What no layer closes; docs/operators/sandbox.md says of each why it is harmless, or what it costs to close. */
export const known: readonly string[] = [
  'facts: uptime of the machine', 'facts: kernel version',
  'run: data: import', 'run: vm.runInNewContext', 'look: readlinkSync',
];
