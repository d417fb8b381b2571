export { unknownAssignee, unknownMaintenance, unknownTask } from './errors.ts';
export * from './incident-service.ts';
export { createIncidentService, type IncidentDependencies } from './incidents.ts';
export { covers } from './maintenance-book.ts';
export { incidentsMigrations } from './migrations.ts';
export { teamsAt, teamsSchema } from './teams.ts';
