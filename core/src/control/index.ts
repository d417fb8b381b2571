export { askDaemon, ControlClient, requireNoDaemon, type Asked, type CallOptions, type ControlClientOptions } from './control-client.ts';
export { errorReportSchema, reportOf, ReportedError, type ErrorReport } from './error-report.ts';
export { frameLine, type DaemonFacts, type Progress } from './frame.ts';
export * from './person.ts';
export { version } from './version.ts';
