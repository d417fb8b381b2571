import type { PluginRequest } from './requests.ts';

export interface OperationOptions {
  readonly timeoutMs?: number | undefined;
  readonly onPiece?: ((piece: string) => void) | undefined;
}

/** Where the transports of one call send their operations. */
export interface OperationPort {
  operate(request: PluginRequest, options?: OperationOptions): Promise<unknown>;
  subscribe(request: PluginRequest, signal: AbortSignal): AsyncIterable<unknown>;
}
