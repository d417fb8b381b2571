export * from './create-transports.ts';
export { pingMissing } from './errors.ts';
export * from './local-transports.ts';
export * from './operations.ts';
export * from './settings.ts';
export * from './snmp/traps/trap-messages.ts';
export * from './snmp/traps/trap-reception.ts';
export * from './transports.ts';
export * from './target-settings.ts';
