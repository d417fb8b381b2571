export { createApi, version, type Api, type ApiOptions } from './api.ts';
export type { DaemonFacts, Progress } from './command.ts';
export { countStates, isNamed, requireAt, scopeOf, type CheckCounts, type CommandName, type DeviceSummary, type NamedIncident } from './commands/index.ts';
export { askDaemon, ControlClient, requireNoDaemon, type CallOptions, type CommandInput, type CommandResult, type ControlClientOptions } from './control-client.ts';
export { errorReportSchema, reportOf, ReportedError, type ErrorReport } from './error-report.ts';
export { daemonNotRunning } from './errors.ts';
export { apiMigrations } from './migrations.ts';
export { setUpLink } from './set-up-link.ts';
export type { HostServices, RunningHost } from './host-services.ts';
