export { hostThreads } from './host-threads.ts';
export { makeBundle, type BundleOptions, type DaemonAnswer, type SupportBundle } from './support-bundle.ts';
