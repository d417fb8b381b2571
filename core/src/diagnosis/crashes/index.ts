export * from './crash-report.ts';
export * from './crash-reports.ts';
