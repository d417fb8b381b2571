import { readFileSync } from 'node:fs';

/** What one client may take of the server. */
export interface ConnectionLimits {
  /** Headers have to be there after this time; so long may a connection say nothing. */
  readonly headersMs: number;
  /** The whole request, with its body. */
  readonly requestMs: number;
  /** Connections at once. */
  readonly connections: number;
}

const mostConnections = 4_096;

/** A quarter of the files that the process may open: the others are for devices and the database. */
function connectionsFor(limits: string): number {
  const [, files] = /^Max open files +(\d+)/m.exec(limits) ?? [];
  return files === undefined ? mostConnections : Math.max(64, Math.min(mostConnections, Math.floor(Number(files) / 4)));
}

function limitsOfProcess(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}

export const connectionLimits = (): ConnectionLimits => ({ headersMs: 20_000, requestMs: 60_000, connections: connectionsFor(limitsOfProcess()) });

/** The same as Node's servers take it; how often they look follows from it. */
export const timesOf = ({ headersMs, requestMs }: ConnectionLimits) => ({ headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: Math.ceil(headersMs / 4) });
