import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseRecordingFile, RecordedDevice, recordingText, simulatorFileSchema } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const page = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/integrators/recordings.md'), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);

test('the recording of the page can be read, and answers as the page says', () => {
  const { recording, lines } = parseRecordingFile(blocks[0] ?? '', 'page.yaml');
  expect(parseRecordingFile(recordingText(recording), 'again.yaml').recording).toEqual(recording);
  const device = new RecordedDevice(recording, { lines });
  expect(device.perform({ op: 'ssh.exec', argv: ['uptime', '-p'] })).toMatchObject({ answer: { stdout: 'up 3 days\n', code: 0 } });
  const { message } = { message: '', ...device.perform({ op: 'ssh.exec', argv: ['uptime', '-s'] }) };
  expect(message).toMatch(/^ssh\.exec uptime -s has no recording; the nearest is ssh\.exec uptime -p \(line \d+\)$/);
  expect(page).toContain(message.replace(/\(line.*/, '('));
});

test('the simulators of the page are valid', () => {
  expect(simulatorFileSchema.parse(parse(blocks.at(-1) ?? ''))).toMatchObject({ devices: [{ recorded: { file: 'leeds-core-1.yaml', ports: { snmp: 1_161, ssh: 2_222 } } }] });
});
