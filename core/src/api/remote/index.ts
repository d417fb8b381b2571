export { RemoteClient, type RemoteClientOptions } from './remote-client.ts';
