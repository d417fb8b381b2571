import type { DiscoveryService } from '../discovery/index.ts';
import type { Logger } from 'pino';

/** Runs discovery over all sites at the start and again and again, until disposed. */
export function scheduleDiscovery(discovery: DiscoveryService, everyMs: number, logger: Logger): AsyncDisposable & { readonly first: Promise<void> } {
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    try {
      const report = await discovery.run({}, stop.signal);
      logger.info({ alive: report.alive, devices: report.devices.length, added: report.added.length, problems: report.problems.length, elapsedMs: report.elapsedMs }, 'discovery done');
    } catch (error) {
      if (!stop.signal.aborted) logger.error({ error }, 'discovery failed');
    }
  };
  let running = run();
  const first = running;
  const timer = setInterval(() => {
    running = running.then(run);
  }, everyMs);
  timer.unref();
  return {
    first,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stop.abort();
      await running;
    },
  };
}
