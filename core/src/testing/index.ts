export { FakeClock } from './fake-clock.ts';
export * from './fake-network.ts';
export * from './fake-packages.ts';
export * from './fake-services.ts';
export * from './identity-provider.ts';
export * from './memory-store.ts';
export * from './software-authenticator.ts';
export * from './two-sites.ts';
