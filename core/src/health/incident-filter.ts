import type { Statement } from '../store/index.ts';
import type { Incident, IncidentFilter } from './health-service.ts';

const mostResolved = 1_000;

/** The rows of the incidents that fit, newest first; only those that are resolved have a limit, and none that are named. */
export function incidentsThat({ ids, status, device, devices }: IncidentFilter): Statement {
  const matches = `(?1 IS NULL OR id IN (SELECT value FROM json_each(?1))) AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR device = ?3)
    AND (?4 IS NULL OR device IN (SELECT value FROM json_each(?4)))`;
  const resolved = `SELECT * FROM (SELECT * FROM health_incident WHERE status = 'resolved' AND ${matches} ORDER BY opened_at DESC, id ${ids === undefined ? `LIMIT ${mostResolved}` : ''})`;
  const unresolved = `SELECT * FROM health_incident WHERE status <> 'resolved' AND ${matches}`;
  const parts = [...(status === 'resolved' ? [] : [unresolved]), ...(status === undefined || status === 'resolved' ? [resolved] : [])];
  return {
    sql: `${parts.join(' UNION ALL ')} ORDER BY opened_at DESC, id`,
    values: [ids === undefined ? null : JSON.stringify(ids), status ?? null, device ?? null, devices === undefined ? null : JSON.stringify(devices)],
  };
}

/** Whether an incident that is in no row yet fits. */
export function fits(incident: Incident, { ids, status, device, devices }: IncidentFilter): boolean {
  return (ids?.includes(incident.id) ?? true) && (status ?? incident.status) === incident.status && (device ?? incident.device) === incident.device
    && (devices?.includes(incident.device) ?? true);
}
