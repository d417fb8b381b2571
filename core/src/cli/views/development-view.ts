import { complaintLine } from '@jackfield/sdk/build';
import type { DevelopmentEvent, DevelopmentRun } from '../../authoring/index.ts';
import type { Colours } from '../terminal.ts';
import { plain } from '../text.ts';
import { stateCell } from './state.ts';

const ms = (time: number): string => `${time.toFixed(0)} ms`;

function operationsText({ operations }: DevelopmentRun): string {
  return operations.map(({ op, count }) => (count === 1 ? op : `${op} ×${count}`)).join(', ') || 'no operation';
}

function runText(run: DevelopmentRun, colours: Colours): string {
  const { call, device, ending, state, summary, refused } = run;
  const said = state ?? (ending === 'answer' ? 'ok' : ending);
  const style = state === null ? { answer: colours.green, outcome: colours.yellow, fault: colours.red }[ending] : (stateCell(state, colours).style ?? colours.dim);
  const head = `  ${style(said.padEnd(8))} ${call.padEnd(20)} ${plain(device).padEnd(14)} ${plain(summary)}\n`;
  const asked = `           ${colours.dim(`${operationsText(run)} in ${ms(run.elapsedMs)}`)}\n`;
  return head + asked + refused.map(({ op, why }) => `  ${colours.red('refused')}  ${op}: ${plain(why)}\n`).join('');
}

const denials: { readonly [permission: string]: string } = {
  Net: 'network', FileSystemRead: 'reading', FileSystemWrite: 'writing', ChildProcess: 'a program', WorkerThreads: 'a worker', Addon: 'an add-on', Inspector: 'the inspector', WASI: 'WASI', FFI: 'FFI', Process: 'process',
};

/** One event of `jackfield plugin dev`, as a person reads it. */
export function developmentView(event: DevelopmentEvent, colours: Colours): string {
  switch (event.kind) {
    case 'built':
      if (event.complaints.length === 0) return `${colours.green('built')} in ${ms(event.elapsedMs)}\n`;
      return `${colours.red('not built')}; what ran before goes on\n${event.complaints.map((complaint) => `  ${plain(complaintLine(complaint))}\n`).join('')}`;
    case 'unchanged':
      return colours.dim(`saved ${event.files.join(', ')}: nothing that runs has changed\n`);
    case 'activated':
      return `${colours.green('activated')} ${event.plugin} ${event.version} in ${ms(event.readyMs)} for ${plain(event.reason)}${event.pid === null ? '' : `, process ${event.pid}`}\n`;
    case 'fences':
      return event.down.map(({ name, why, closes }) => `  ${colours.yellow('fence down')} ${name}: ${why}. It keeps from ${closes}.\n`).join('');
    case 'inspector':
      return `${colours.yellow('debugger')} listens on ${event.url}\n`;
    case 'log':
      return `  ${colours.dim(`${event.level.padEnd(8)} ${event.device === null ? '' : `${plain(event.device)}: `}${plain(event.message)}`)}\n`;
    case 'denied':
      return `  ${colours.red('denied')}   ${denials[event.permission] ?? plain(event.permission)}${event.resource === '' ? '' : ` ${plain(event.resource)}`}: the sandbox has none of it; ask a transport of the context\n`;
    case 'run':
      return runText(event, colours);
    case 'reloaded':
      return `  ${colours.green('reloaded')} ${ms(event.latencyMs)} from the save of ${event.files.join(', ')} to the first result\n`;
    case 'pushed': {
      const name = `${event.resource} on ${plain(event.device)}`;
      if (event.problem !== null) return `  ${colours.red('push')}     ${name}: ${plain(event.problem)}\n`;
      const changed = event.differences.map(({ path, before, after }) => `           ${path}: ${plain(JSON.stringify(before) ?? '')} → ${plain(JSON.stringify(after) ?? '')}\n`);
      return `  ${colours.green('pushed')}   ${name}, read back, and undone\n${changed.join('')}`;
    }
    case 'types':
      if (event.complaints.length === 0) return colours.dim(`types hold (${ms(event.elapsedMs)})\n`);
      return `${colours.red('types do not hold')}\n${event.complaints.map((complaint) => `  ${plain(complaintLine(complaint))}\n`).join('')}`;
    case 'failed':
      return `${colours.red(event.code === '' ? 'failed' : event.code)} ${plain(event.message)}\n${event.hint === null ? '' : `  → next: ${plain(event.hint)}\n`}`;
    case 'idle':
      return `${event.runs} calls, ${event.faults} faults, ${event.refused} refused\n`;
    default:
      return event satisfies never;
  }
}
