// An SNMP agent that answers every GET of one object with the same value, as fast as a process can: so that a bench
// measures those who ask, not who answers. Prints its port; ends with its standard input.
import { createSocket } from 'node:dgram';

/** A TimeTicks in place of the null of the request. */
const value = [0x43, 0x04, 0x01, 0x02, 0x03, 0x04];
const grown = value.length - 2;

/** The end of a field, and its content; the requests here are short, all lengths have one octet. */
const after = (bytes, at) => at + 2 + bytes[at + 1];
const inside = (at) => at + 2;

/** The request itself, as its answer: another PDU, a value for the null at its end, and so four lengths that have grown. */
function answer(request) {
  const pdu = after(request, after(request, inside(0)));
  const bindings = after(request, after(request, after(request, inside(pdu))));
  const answered = Buffer.allocUnsafe(request.length + grown);
  request.copy(answered);
  answered[pdu] = 0xa2;
  for (const field of [0, pdu, bindings, inside(bindings)]) answered[field + 1] += grown;
  answered.set(value, request.length - 2);
  return answered;
}

/** One socket an address, all on one port: who asks hears only the address that was asked. */
let port = 0;
const sockets = [];
for (const address of process.argv.slice(2)) {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4_194_304, lookup: (host, _family, found) => found(null, host, 4) });
  socket.on('message', (request, sender) => socket.send(answer(request), sender.port, sender.address));
  await new Promise((resolve) => socket.bind(port, address, resolve));
  ({ port } = socket.address());
  sockets.push(socket);
}
process.stdout.write(`${port}\n`);
process.stdin.on('end', () => sockets.forEach((socket) => socket.close())).resume();
