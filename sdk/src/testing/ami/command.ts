import type { ActionCall } from './action.ts';
import type { Asterisk } from './asterisk.ts';
import { deviceState } from './contacts.ts';

function age(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  const parts = [[Math.floor(seconds / 86_400), 'day'], [Math.floor(seconds / 3_600) % 24, 'hour'], [Math.floor(seconds / 60) % 60, 'minute'], [seconds % 60, 'second']] as const;
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(', ') || '0 seconds';
}

function endpointLines({ model, objects }: Asterisk): readonly string[] {
  const lines = [...objects.endpoint.values()].map((endpoint) => ` Endpoint:  ${endpoint.name.padEnd(52)} ${deviceState(model, objects, endpoint).padEnd(13)} 0 of inf`);
  return ['', ...lines, '', `Objects found: ${lines.length}`, ''];
}

/** The lines of a console command; null for one that there is not. */
function output(line: string, asterisk: Asterisk): readonly string[] | null {
  const { model, startedAt, reloadedAt, clock } = asterisk;
  switch (line) {
    case 'core show version':
      return [`Asterisk ${model.version} built by root @ buildhost on a x86_64 running Linux on ${new Date(startedAt).toISOString().slice(0, 10)} 00:00:00 UTC`];
    case 'core show uptime':
      return [`System uptime: ${age(clock.now() - startedAt)}`, `Last reload: ${age(clock.now() - reloadedAt)}`];
    case 'core show channels':
      return [
        'Channel                                                          Location                         State   Application(Data)             ',
        `${model.channels.length} active channels`, `${model.currentCalls} active calls`, `${model.processedCalls} calls processed`,
      ];
    case 'pjsip show endpoints':
      return endpointLines(asterisk);
    default:
      return null;
  }
}

const blacklisted = /^(module (load|unload)|restart|stop|core (stop|restart))/;

/** The action Command: one `Output` header for each line. */
export function command({ request, asterisk, respond }: ActionCall): void {
  const line = request.get('Command').trim().replaceAll(/ +/g, ' ');
  if (blacklisted.test(line)) return respond('Error', [['Message', 'Command blacklisted']]);
  const lines = output(line, asterisk);
  const words = line.split(' ').slice(0, 3).join(' ');
  const told = lines ?? [`No such command '${line}' (type 'core show help ${words}' for other possible commands)`];
  return respond(lines === null ? 'Error' : 'Success', [['Message', 'Command output follows'], ...told.map((text) => ['Output', text] as const)]);
}
