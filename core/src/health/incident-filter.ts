import type { SqlValue, Statement } from '../store/index.ts';
import type { Incident, IncidentFilter } from './health-service.ts';

const mostResolved = 1_000;

/** The rows of the incidents that fit, newest first; only those that are resolved have a limit, and none that are named. */
export function incidentsThat({ ids, status, device, devices }: IncidentFilter): Statement {
  const values: SqlValue[] = [];
  // Only what is asked stands in the query, so that its index is used.
  const matches = [
    ...(ids === undefined ? [] : [`AND id IN (SELECT value FROM json_each(?${values.push(JSON.stringify(ids))}))`]),
    ...(status === undefined ? [] : [`AND status = ?${values.push(status)}`]),
    ...(device === undefined ? [] : [`AND device = ?${values.push(device)}`]),
    ...(devices === undefined ? [] : [`AND device IN (SELECT value FROM json_each(?${values.push(JSON.stringify(devices))}))`]),
  ].join(' ');
  const resolved = `SELECT * FROM (SELECT * FROM health_incident WHERE status = 'resolved' ${matches} ORDER BY opened_at DESC, id ${ids === undefined ? `LIMIT ${mostResolved}` : ''})`;
  // Few among many: those have an index of their own.
  const unresolved = `SELECT * FROM health_incident ${ids === undefined ? 'INDEXED BY health_incident_open' : ''} WHERE status <> 'resolved' ${matches}`;
  const parts = [...(status === 'resolved' ? [] : [unresolved]), ...(status === undefined || status === 'resolved' ? [resolved] : [])];
  return { sql: `${parts.join(' UNION ALL ')} ORDER BY opened_at DESC, id`, values };
}

/** Whether an incident that is in no row yet fits. */
export function fits(incident: Incident, { ids, status, device, devices }: IncidentFilter): boolean {
  return (ids?.includes(incident.id) ?? true) && (status ?? incident.status) === incident.status && (device ?? incident.device) === incident.device
    && (devices?.includes(incident.device) ?? true);
}
