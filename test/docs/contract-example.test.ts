import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Daemon, root } from './daemon.ts';

const execute = promisify(execFile);
const address = '127.81.1.1';

let daemon: Daemon;
let plugin: string;

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(daemon.folder, file)), { recursive: true });
  await writeFile(join(daemon.folder, file), text);
}

beforeAll(async () => {
  daemon = await Daemon.inEmptyFolder();
  plugin = join(daemon.folder, 'plugins/widget');
  // Beside the package, as a workspace has it: a package with links that lead out of it is refused.
  await symlink(join(root, 'node_modules'), join(daemon.folder, 'node_modules'));
  const page = await readFile(join(root, 'docs/integrators/contract.md'), 'utf8');
  for (const [, file = '', text = ''] of page.matchAll(/<!-- file: (\S+) -->\n```\w+\n([\s\S]*?)```/g)) await write(`plugins/widget/${file}`, text);
  await execute(process.execPath, ['--conditions=jackfield-source', join(root, 'sdk/src/build/main.ts')], { cwd: plugin });
});
afterAll(() => daemon[Symbol.asyncDispose]());

test('the plugin of the contract page compiles', { timeout: 60_000 }, async () => {
  const compilerOptions = { composite: false, declaration: false, noEmit: true, customConditions: ['jackfield-source'], rewriteRelativeImportExtensions: false, typeRoots: [join(root, 'node_modules/@types')] };
  await write('plugins/widget/tsconfig.json', JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['src', 'package.json'] }));
  const { code, stdout } = await execute(join(root, 'node_modules/.bin/tsc'), ['-p', plugin]).then(
    ({ stdout: text }) => ({ code: 0, stdout: text }),
    (error: { code: number; stdout: string }) => error,
  );
  expect(stdout).toBe('');
  expect(code).toBe(0);
});

test('it finds a widget, sees its fan stand still, and pushes its location and back', { timeout: 60_000 }, async () => {
  await write('config/jackfield.yaml', 'plugins: [../plugins]\nlisten: { port: 0 }\nsimulators: simulators.yaml\n');
  await write('config/credentials.yaml', 'widgets: { kind: snmp-community, community: { plain: public }, writeCommunity: { plain: example-write } }\n');
  await write('config/organization.yaml', `organization: lab
settings: { transports: { snmp: { port: 1161, credentials: widgets } }, health: { firstWithin: 1s } }
plugins: { widget: { enabled: true, grant: write } }
regions: { main: { districts: { main: {} } } }
`);
  await write('config/sites/lab.yaml', 'site: lab\ndistrict: main\nnetworks: [127.81.1.0/30]\n');
  await write('config/simulators.yaml', `devices:
  - address: ${address}
    snmp:
      writeCommunity: example-write
      model:
        name: widget-1
        descr: Acme Widget
        objectID: 1.3.6.1.4.1.99999.7
        location: Shelf
        variables: { 1.3.6.1.4.1.99999.1.1.0: W-0001, 1.3.6.1.4.1.99999.1.2.0: 0 }
`);
  await write('move.yaml', 'title: Move\nchanges: [{ device: widget-1, resource: widget/place, spec: { location: Rack 4 } }]\n');
  daemon.start();
  await vi.waitFor(() => expect(daemon.told).toContain('found widget-1'), { timeout: 30_000, interval: 100 });

  const found = await daemon.run(['devices', '--json']);
  expect(JSON.parse(found.output)).toEqual([expect.objectContaining({ name: 'widget-1', vendor: 'Acme', serial: 'W-0001', site: 'lab' })]);
  const checked = await daemon.run(['check', 'widget-1', '--check', 'fans']);
  expect(checked).toMatchObject({ code: 1, output: expect.stringContaining('the fan turns at 0 rpm') });

  const planned = await daemon.run(['plan', 'move.yaml', '--out', 'move.plan.json']);
  expect(planned).toMatchObject({ code: 0, output: expect.stringContaining('+ location: Rack 4') });
  const applied = await daemon.run(['apply', 'move.plan.json', '--yes']);
  expect(applied).toMatchObject({ code: 0, output: expect.stringContaining('verified') });
  const [, change = ''] = /jackfield undo (\w+)/.exec(applied.output) ?? [];
  expect(await daemon.run(['undo', change])).toMatchObject({ code: 0, output: expect.stringContaining('verified') });
  expect(await daemon.run(['plan', 'move.yaml', '--out', 'again.plan.json'])).toMatchObject({ output: expect.stringContaining('- location: Shelf') });
});
