export { Notifications } from './notifications.tsx';
export { ReportSchedules } from './report-schedules.tsx';
