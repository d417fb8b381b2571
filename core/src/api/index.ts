export { createApi, type Api, type ApiOptions } from './api.ts';
export { countStates, isNamed, requireAt, scopeOf, type CheckCounts, type CommandName, type DeviceSummary, type NamedIncident } from './commands/index.ts';
export type { CommandInput, CommandResult, DaemonClient, DaemonCommands } from './daemon-client.ts';
export { RemoteClient } from './remote/index.ts';
export { apiMigrations } from './migrations.ts';
export { hostPlace } from './host-place.ts';
export { publicPlace } from './public-place.ts';
export { setUpLink } from './set-up-link.ts';
export type { HostServices, RunningHost } from './host-services.ts';
