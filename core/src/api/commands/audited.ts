import type { AuditChange, AuditEntry } from '../../access/index.ts';
import type { CommandContext } from '../command.ts';

/** Does what a person asked and writes into the audit that it was done, or failed. `told` says what is known only then; `changed` what is another now. */
export async function audited<Result>(
  { services, person }: Pick<CommandContext, 'services' | 'person'>,
  entry: Pick<AuditEntry, 'action' | 'detail'> & { readonly plugin?: string; readonly device?: string; readonly told?: (done: Result) => string; readonly changed?: readonly AuditChange[] | ((done: Result) => readonly AuditChange[]) },
  work: () => Promise<Result>,
): Promise<Result> {
  const record = (outcome: AuditEntry['outcome'], detail: string, changed: readonly AuditChange[] = []): Promise<void> =>
    services.audit.record({ person, pluginVersion: null, change: null, plugin: entry.plugin ?? null, device: entry.device ?? null, action: entry.action, detail, outcome, changed });
  try {
    const done = await work();
    await record('done', entry.told?.(done) ?? entry.detail, typeof entry.changed === 'function' ? entry.changed(done) : entry.changed);
    return done;
  } catch (error) {
    await record('failed', entry.detail);
    throw error;
  }
}
