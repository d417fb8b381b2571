import type { AuditEntry } from '../../access/index.ts';
import type { CommandContext } from '../command.ts';

/** Does what a person asked and writes into the audit that it was done, or failed. */
export async function audited<Result>(
  { services, person }: CommandContext,
  entry: Pick<AuditEntry, 'action' | 'detail'> & { readonly plugin?: string; readonly device?: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const record = (outcome: AuditEntry['outcome']): Promise<void> =>
    services.audit.record({ person, pluginVersion: null, change: null, plugin: entry.plugin ?? null, device: entry.device ?? null, action: entry.action, detail: entry.detail, outcome });
  try {
    const done = await work();
    await record('done');
    return done;
  } catch (error) {
    await record('failed');
    throw error;
  }
}
