import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { reportOf } from '../control/index.ts';
import { listen, type HostEvents } from '../events/index.ts';
import { makeStateFolder, stateUnusable, type StorageStatus } from '../store/index.ts';
import { LogFile } from './log-file.ts';

export interface HostLog extends AsyncDisposable {
  readonly logger: Logger;
  readonly file: string;
  status(): StorageStatus;
}

/** An error as everywhere else: code, place, message, next step; with its stack when it is none of ours. */
function asLogged(error: unknown): object {
  const { more, ...report } = reportOf(error);
  return { ...report, ...(more.length === 0 ? {} : { more }), ...(error instanceof Error && !('code' in error) ? { stack: error.stack } : {}) };
}

/** The host's log: JSON lines in the state folder. What happens on the bus is told there once, by name. */
export async function openHostLog(stateDirectory: string, level: string, events: HostEvents): Promise<HostLog> {
  await makeStateFolder(stateDirectory);
  const file = join(stateDirectory, 'jackfield.log');
  const sink = await LogFile.open({
    file,
    onFull: ({ code, message, where, hint }) => events.emit('storage.full', { code, message, where, hint }),
    onRoom: (written, lost) => events.emit('storage.free', { what: 'log', written, lost }),
  }).catch((cause: unknown) => {
    throw stateUnusable(`${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file }, cause });
  });
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { error: asLogged } }, sink);

  const listening = listen(events, {
    'configuration.reloaded': (event) => logger.info(event, 'configuration reloaded'),
    'configuration.unchanged': (event) => logger.info(event, 'configuration as before'),
    'credentials.unresolved': (event) => logger.error(event, 'secrets are missing'),
    'configuration.refused': (event) => logger.error(event, 'configuration refused, the old one keeps running'),
    'settings.devices': (event) => logger.info(event, `${event.plugin} is told of other devices`),
    'plugin.state': (event) => logger.info(event, `plugin ${event.plugin}: ${event.from} → ${event.to}`),
    'plugin.crash': (event) => logger.error(event, `plugin ${event.plugin}: crash report written`),
    'plugin.log': ({ level: said, message, ...event }) => logger[said](event, message),
    'operation.refused': (event) => logger.warn(event, 'operation refused'),
    'storage.full': (event) => logger.error(event, 'no room on the disk: what is written there waits in memory'),
    'storage.free': (event) => logger.info(event, `room on the disk again: the ${event.what} has all that waited`),
    'thread.restarted': (event) => logger.error(event, 'thread started again'),
    'traps.listening': (event) => logger.info(event, 'traps are received'),
    'traps.failed': (event) => logger.error(event, 'traps are not received'),
    'traps.dropped': (event) => logger.warn(event, `${event.dropped} traps dropped`),
    'device.found': (event) => logger.info(event, 'device found'),
    'device.unassigned': (event) => logger.warn(event, `${event.plugin} no longer manages ${event.name}`),
    'result.unsaved': (event) => logger.error(event, 'the store refused a result'),
    'check.transition': (event) => logger.info(event, `${event.check}: ${event.from} → ${event.to}`),
    'incident.opened': (event) => logger.warn(event, 'incident opened'),
    'incident.resolved': (event) => logger.info(event, 'incident resolved'),
    'incident.lapsed': (event) => logger.warn(event, 'an acknowledgement lapsed, the incident is open again'),
    'maintenance.state': (event) => logger.info(event, `maintenance ${event.state}: ${event.at}`),
    'notification.state': (event) => logger[event.state === 'sent' ? 'info' : 'error'](event, `notification ${event.state}: ${event.channel}`),
    'report.failed': (event) => logger.error(event, `the report ${event.report} is due and cannot be made`),
    // A device that does not answer has an incident, which says so once.
    'round.failed': (event) => logger[event.code === 'JF0001' ? 'debug' : 'warn'](event, `${event.what} could not look at a device`),
    'certificate.kept': (event) => logger.error(event, 'the certificate is not renewed'),
    'request.failed': (event) => logger.error(event, `${event.route} failed`),
    'request.refused': (event) => logger.warn(event, `${event.route} is refused to ${event.person ?? 'a stranger'} from ${event.from}`),
    'change.state': (event) => logger.info(event, `change ${event.change}: ${event.from} → ${event.to}`),
    'package.state': (event) => logger.info(event, `package of ${event.plugin} ${event.version}: ${event.state}`),
    'rollout.state': (event) => logger[event.state === 'stopped' ? 'warn' : 'info'](event, `rollout ${event.rollout}: ${event.state}`),
  });

  return {
    logger,
    file,
    status: () => sink.status(),
    async [Symbol.asyncDispose]() {
      listening[Symbol.dispose]();
      await sink[Symbol.asyncDispose]();
    },
  };
}
