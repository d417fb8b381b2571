export { courier, type Delivery } from './courier.ts';
export { createNotificationService, type NotificationDependencies } from './notifications.ts';
export * from './notification-service.ts';
export { notificationMigrations } from './migrations.ts';
export { notificationSettings, notificationSettingsSchema, type QuietHours } from './settings.ts';
