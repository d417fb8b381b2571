/** The channel between a plugin's process and the host: framing, messages, the wire form of values. Shared by both ends. */
export * from './channel.ts';
export * from './channel-errors.ts';
export * from './check-columns.ts';
export * from './frames.ts';
export * from './machine-time.ts';
export * from './messages.ts';
export * from './open-by-number.ts';
export * from './pages.ts';
export * from './plugin-server.ts';
export type * from './requests.ts';
export * from './runtime-file.ts';
export * from './stamp.ts';
export * from './turnstile.ts';
export * from './wire.ts';
export * from './wire-table.ts';
