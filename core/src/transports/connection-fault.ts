/** What went wrong with a connection, in words of ours: those of the runtime say nothing to an operator. */
interface ConnectionFault {
  readonly reason: string;
  readonly hint: string;
}

const portHint = 'Is the service up, and the port right ("jackfield explain transports --site SITE --device NAME")?';
const wayHint = 'Look at the route and the firewalls between this host and the device.';

/** `protocol` is what was expected to speak there, such as `HTTP`. */
export function connectionFault(error: unknown, port: number, protocol: string): ConnectionFault {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ECONNREFUSED') return { reason: `nobody listens on port ${port}`, hint: portHint };
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED' || message === 'socket hang up' || message === 'aborted') {
    return { reason: `the device closed the connection on port ${port} before it had answered`, hint: `Is it ${protocol} that port ${port} speaks, and is the device well?` };
  }
  if (code === 'ETIMEDOUT') return { reason: `nothing answers on port ${port}`, hint: wayHint };
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL' || code === 'EHOSTDOWN') return { reason: 'there is no way to its address', hint: wayHint };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { reason: 'its name is not known', hint: 'Give the device its address, or mend the name server.' };
  if (code.startsWith('HPE_')) return { reason: `what answers on port ${port} does not speak ${protocol}`, hint: portHint };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return { reason: `what answers on port ${port} does not speak TLS as this host does`, hint: `Is the port right, and does the device speak TLS at all (\`tls: false\` if not)?` };
  return { reason: message, hint: portHint };
}
