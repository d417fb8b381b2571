import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * From where the work that is under way was asked for over the network: the address of a browser or a program, and the token.
 * None for what the machine of the host asks for. The audit takes it from here: services know people, not their addresses.
 */
export const origin = new AsyncLocalStorage<string>();
