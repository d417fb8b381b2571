import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Rooms of core, each allowed to import those before it: folders form no cycle. */
const rooms = [
  'client', 'errors', 'control', 'events', 'store', 'views', 'sites', 'access', 'transports', 'recordings', 'plugins', 'packages', 'inventory', 'notes', 'library', 'discovery', 'health', 'traps', 'changes', 'rounds', 'history', 'drift', 'incidents', 'notifications', 'reports', 'rollouts',
  'test-host', 'conformance', 'diagnosis', 'api', 'host', 'authoring', 'cli',
];

interface Node {
  readonly source?: { readonly value?: unknown } | null;
}

interface Context {
  readonly filename: string;
  report(problem: { readonly node: Node; readonly message: string }): void;
}

const isTest = (path: string): boolean => path.startsWith('test/') || path.endsWith('.test.ts');

/** `core`, `sdk`, `sdk/create`, `plugins/asterisk`, or null outside the workspaces. */
function workspaceOf(path: string): string | null {
  const [first, second] = path.split('/');
  if (path.startsWith('sdk/create/')) return 'sdk/create';
  if (first === 'plugins') return `plugins/${second ?? ''}`;
  return first === 'core' || first === 'sdk' ? first : null;
}

function packageProblem(workspace: string | null, target: string, path: string): string | null {
  const ours = /^@jackfield\/(sdk|core|plugin-[^/]+)/.exec(target)?.[1];
  if (ours === undefined || workspace === null || isTest(path)) return null;
  if (workspace === 'sdk') return 'the sdk depends on nothing of ours';
  if (ours.startsWith('plugin-')) return 'nothing imports a plugin';
  if (ours === 'core' && workspace !== 'core') return 'a plugin imports the sdk, never the host';
  return null;
}

/** Inside core a folder with an index is entered through it, from outside. */
function indexProblem(root: string, from: string, to: string): string | null {
  const target = to.split('/');
  const common = from.split('/').findIndex((part, at) => part !== target[at]);
  for (let depth = common + 1; depth < target.length; depth += 1) {
    const folder = target.slice(0, depth).join('/');
    if (!existsSync(join(root, folder, 'index.ts'))) continue;
    return to === `${folder}/index.ts` ? null : `${folder} is entered through its index.ts`;
  }
  return null;
}

function roomOf(path: string): number {
  return rooms.indexOf(/^core\/src\/([^/]+)\//.exec(path)?.[1] ?? '');
}

/** What is wrong with one import, or null. Paths are relative to the repository's root. */
function importProblem(root: string, path: string, specifier: string): string | null {
  const workspace = workspaceOf(path);
  if (!specifier.startsWith('.')) return packageProblem(workspace, specifier, path);
  const to = relative(root, resolve(root, dirname(path), specifier)).split(sep).join('/');
  if (workspace !== null && workspaceOf(to) !== workspace && !path.endsWith('.test.ts')) return `${workspace} reaches into ${to}`;
  if (to.endsWith('.json')) return null;
  const [from, target] = [roomOf(path), roomOf(to)];
  if (from >= 0 && target > from && !path.endsWith('.test.ts')) return `room ${rooms[from] ?? ''} comes before ${rooms[target] ?? ''} and may not import it`;
  return to.startsWith('core/') ? indexProblem(root, path, to) : null;
}

const importLaw = {
  create(context: Context) {
    const root = process.cwd();
    const path = relative(root, context.filename).split(sep).join('/');
    const check = (node: Node): void => {
      const specifier = node.source?.value;
      const problem = typeof specifier === 'string' ? importProblem(root, path, specifier) : null;
      if (problem !== null) context.report({ node, message: `Import law: ${problem}.` });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};

export default { meta: { name: 'jackfield' }, rules: { 'import-law': importLaw } };
