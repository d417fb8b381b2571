import { Refused, type AmiFields } from '@jackfield/sdk';

// Limits of Asterisk's manager.c: 128 headers a message; a line of 1,023 bytes is torn, so 1,022 is the most.
const mostHeaders = 128;
const mostLineBytes = 1_022;

/** The bytes of an action. Refuses what the manager would tear or take for another action. */
export function encodeAction(action: string, actionId: string, fields: AmiFields): Buffer {
  const headers: AmiFields = [['Action', action], ['ActionID', actionId], ...fields];
  if (headers.length > mostHeaders) throw new Refused(`action ${action} has ${headers.length} headers, the manager takes ${mostHeaders}`);
  const lines = headers.map(([name, value]) => {
    const line = `${name}: ${value}`;
    if (/[\r\n\0]/.test(line)) throw new Refused(`a header of action ${action} holds a line break or NUL`);
    if (/[:\s]/.test(name) || name === '') throw new Refused(`"${name}" cannot be the name of a header`);
    if (Buffer.byteLength(line) > mostLineBytes) throw new Refused(`header ${name} of action ${action} is longer than ${mostLineBytes} bytes`);
    return line;
  });
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}
