import { once } from 'node:events';
import { join } from 'node:path';
import { destination, pino, type Logger } from 'pino';
import { listen, type HostEvents } from '../events/index.ts';
import { makeStateFolder, stateUnusable } from '../store/index.ts';

export interface HostLog extends AsyncDisposable {
  readonly logger: Logger;
  readonly file: string;
}

/** The host's log: JSON lines in the state folder. What happens on the bus is told there once, by name. */
export async function openHostLog(stateDirectory: string, level: string, events: HostEvents): Promise<HostLog> {
  await makeStateFolder(stateDirectory);
  const file = join(stateDirectory, 'jackfield.log');
  const sink = destination({ dest: file, mode: 0o600, sync: false });
  await once(sink, 'ready').catch((cause: unknown) => {
    throw stateUnusable(`${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file }, cause });
  });
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, sink);

  const listening = listen(events, {
    'configuration.reloaded': (event) => logger.info(event, 'configuration reloaded'),
    'configuration.unchanged': (event) => logger.info(event, 'configuration as before'),
    'credentials.unresolved': (event) => logger.error(event, 'secrets are missing'),
    'configuration.refused': (event) => logger.error(event, 'configuration refused, the old one keeps running'),
    'plugin.state': (event) => logger.info(event, `plugin ${event.plugin}: ${event.from} → ${event.to}`),
    'plugin.crash': (event) => logger.error(event, `plugin ${event.plugin}: crash report written`),
    'plugin.log': ({ level: said, message, ...event }) => logger[said](event, message),
    'operation.refused': (event) => logger.warn(event, 'operation refused'),
    'thread.restarted': (event) => logger.error(event, 'thread started again'),
    'device.found': (event) => logger.info(event, 'device found'),
    'device.unassigned': (event) => logger.warn(event, `${event.plugin} no longer manages ${event.name}`),
    'check.transition': (event) => logger.info(event, `${event.check}: ${event.from} → ${event.to}`),
    'incident.opened': (event) => logger.warn(event, 'incident opened'),
    'incident.resolved': (event) => logger.info(event, 'incident resolved'),
    'change.state': (event) => logger.info(event, `change ${event.change}: ${event.from} → ${event.to}`),
  });

  return {
    logger,
    file,
    async [Symbol.asyncDispose]() {
      listening[Symbol.dispose]();
      await new Promise<void>((done) => logger.flush(() => done()));
      await new Promise<void>((done) => {
        sink.once('close', done);
        sink.end();
      });
    },
  };
}
