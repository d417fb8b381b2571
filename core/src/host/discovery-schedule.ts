import type { DiscoveryService } from '../discovery/index.ts';
import type { Logger } from 'pino';

export interface DiscoverySchedule extends AsyncDisposable {
  /** Runs once more, after what runs now: the configuration is another one. */
  again(): void;
}

/** Runs discovery over all sites at the start and again and again, until disposed. */
export function scheduleDiscovery(discovery: DiscoveryService, everyMs: number, logger: Logger): DiscoverySchedule {
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    if (stop.signal.aborted) return;
    try {
      const report = await discovery.run({}, stop.signal);
      const { alive, devices, added, problems, elapsedMs } = report;
      logger.info({ alive, devices: devices.length, added: added.length, problems: problems.length, elapsedMs }, 'discovery done');
      for (const problem of problems) logger.warn(problem, 'discovery problem');
    } catch (error) {
      if (!stop.signal.aborted) logger.error({ error }, 'discovery failed');
    }
  };
  let running = run();
  const again = (): void => {
    running = running.then(run);
  };
  const timer = setInterval(again, everyMs);
  timer.unref();
  return {
    again,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stop.abort();
      await running;
    },
  };
}
