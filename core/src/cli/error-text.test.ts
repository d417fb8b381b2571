import { expect, test } from 'vitest';
import type { CommandResult } from '../api/index.ts';
import { portsStatus } from '../testing/index.ts';
import { discoveryProblem, problemsText } from './error-text.ts';
import { RecordingTerminal } from './testing/recording-terminal.ts';
import { checkView } from './views/health-view.ts';
import { discoveryView } from './views/device-view.ts';
import { refusedLines } from './views/status-view.ts';

const terminal = new RecordingTerminal();
const silent = { code: 'JF0001', message: 'the agent does not answer', hint: 'Is it up?' };

test('what many have is told once, with who has it; a file to mend by its place', () => {
  const at = (last: number) => discoveryProblem({ ...silent, address: `10.1.0.${last}`, plugin: 'snmp-switch', where: '' });
  expect(problemsText([at(1), at(2), { code: 'JF1022', message: 'pbx: no secret', hint: 'Set it.', where: 'credentials.yaml:4:1' }], terminal.colours)).toBe(
    'JF0001 10.1.0.1 snmp-switch, 10.1.0.2 snmp-switch the agent does not answer\n  → next: Is it up?\nJF1022 credentials.yaml:4:1 pbx: no secret\n  → next: Set it.\n',
  );
  expect(problemsText(Array.from({ length: 9 }, (_, last) => at(last)), terminal.colours)).toContain(' and 3 more the agent');
});

test('every view that shows an error shows its next step', () => {
  const report: CommandResult<'discover'> = {
    sites: ['leeds'], addresses: 2, alive: 1, fingerprinted: 1, devices: ['sw'], added: [], unmatched: [], elapsedMs: 5, problems: [{ ...silent, address: '10.1.0.1', plugin: null, where: '' }],
  };
  expect(discoveryView(report, terminal)).toContain('JF0001 10.1.0.1 the agent does not answer\n  → next: Is it up?\n');
  expect(checkView([{ ...portsStatus, state: 'unknown', items: [], ...silent, summary: silent.message, where: '' }], terminal, 0)).toContain('JF0001 ports the agent does not answer\n  → next: Is it up?\n');
  expect(refusedLines([{ directory: '/plugins/fans', error: { ...silent, where: 'package.json:4:2', more: [] } }], terminal.colours)).toBe(
    'refused /plugins/fans: JF0001 package.json:4:2 the agent does not answer\n  → next: Is it up?\n',
  );
});
