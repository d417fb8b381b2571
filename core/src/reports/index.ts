export { monthBefore, monthSchema } from './month.ts';
export { reportMigrations } from './migrations.ts';
export { fileOf } from './report-files.ts';
export * from './report-service.ts';
export { createReportService, type ReportDependencies } from './reports.ts';
export { reportSettings, reportSettingsSchema } from './settings.ts';
export { tablesOf, type ReportTable } from './tables.ts';
