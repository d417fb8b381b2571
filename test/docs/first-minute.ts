// Draws docs/pictures/first-minute.svg from what the example really says: node --conditions=jackfield-source test/docs/first-minute.ts
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Daemon, root } from './daemon.ts';
import { terminalPicture } from './terminal-picture.ts';

await using daemon = await Daemon.onExample('127.82');
daemon.start();
const begun = Date.now();
while (!daemon.told.includes('Try next')) {
  if (Date.now() - begun > 60_000) throw new Error(`the example did not come up:\n${daemon.told}`);
  await delay(200);
}
const told = /^Up after[\s\S]*?open incident\n/m.exec(daemon.told)?.[0] ?? '';
const lines = ['$ npm start', ...told.trimEnd().split('\n')];

async function show(command: string): Promise<string> {
  const { code, result, output } = await daemon.run(command.split(' '));
  if (code !== 0) throw new Error(`jackfield ${command} ended with ${code}:\n${output}`);
  lines.push('', `$ npx jackfield ${command}`, ...result.trimEnd().split('\n').map((text) => text.trimEnd()));
  return result;
}

await show('incidents');
await show('plan config/changes/port-description.yaml --out port.plan.json');
const applied = await show('apply port.plan.json --yes');
await show(`undo ${/change (\w+): kept/.exec(applied)?.[1] ?? ''}`);
await writeFile(join(root, 'docs/pictures/first-minute.svg'), terminalPicture('A first minute with Jackfield: start, incidents, plan, apply, undo', lines));
