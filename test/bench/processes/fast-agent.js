// An SNMP agent that answers every GET of one object with the same value, as fast as a process can: so that a bench
// measures those who ask, not who answers. Prints its port; ends with its standard input.
import { createSocket } from 'node:dgram';

const value = Buffer.from([0x43, 0x04, 0x01, 0x02, 0x03, 0x04]);
const tlv = (tag, content) => (content.length < 128 ? Buffer.concat([Buffer.from([tag, content.length]), content]) : Buffer.concat([Buffer.from([tag, 0x81, content.length]), content]));

/** The end of the field at a position; all lengths here have one or two octets. */
const after = (bytes, at) => (bytes[at + 1] < 0x80 ? at + 2 + bytes[at + 1] : at + 3 + bytes[at + 2]);
const inside = (bytes, at) => (bytes[at + 1] < 0x80 ? at + 2 : at + 3);

function answer(request) {
  const version = inside(request, 0);
  const community = after(request, version);
  const pdu = after(request, community);
  const id = inside(request, pdu);
  const status = after(request, id);
  const bindings = after(request, after(request, status));
  const name = inside(request, inside(request, bindings));
  const binding = tlv(0x30, Buffer.concat([request.subarray(name, after(request, name)), value]));
  const body = Buffer.concat([request.subarray(id, status), Buffer.from([2, 1, 0, 2, 1, 0]), tlv(0x30, binding)]);
  return tlv(0x30, Buffer.concat([request.subarray(version, pdu), tlv(0xa2, body)]));
}

/** One socket an address, all on one port: who asks hears only the address that was asked. */
let port = 0;
const sockets = [];
for (const address of process.argv.slice(2)) {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4_194_304 });
  socket.on('message', (request, sender) => socket.send(answer(request), sender.port, sender.address));
  await new Promise((resolve) => socket.bind(port, address, resolve));
  ({ port } = socket.address());
  sockets.push(socket);
}
process.stdout.write(`${port}\n`);
process.stdin.on('end', () => sockets.forEach((socket) => socket.close())).resume();
