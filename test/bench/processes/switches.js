// So many switches of 33 ports, one on each address of 127.96.0.0/15 or another network, all on one port, that cost next to nothing to play:
// what is asked first is answered by a simulator, whose answer is kept; only the number of the request, name, serial and MACs
// are put into it from then on. Told anything, every tenth is dead and every twentieth slow (2 s). Prints the port; ends with
// its standard input.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { SnmpDevice, snmpModelSchema, startSnmpSimulator } from '@jackfield/sdk/testing';

const count = Number(process.argv[2]);
const before = Number(process.argv[4] ?? 0);
const [high, low] = (process.argv[3] ?? '127.96').split('.').map(Number);
const model = snmpModelSchema.parse({
  name: 'access-00000', descr: 'Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E8, RELEASE SOFTWARE (fc2)', objectID: '1.3.6.1.4.1.9.1.1208',
  contact: 'nobody', location: 'Bench', mac: '02:4c:de:ad:00:00', chassis: { model: 'WS-C2960X-24TS-L', serial: 'FOC00000000', maker: 'Cisco Systems Inc', software: '15.2(7)E8' },
  ports: [{ name: 'Gi1/0/[1-33]', alias: 'To a desk', traffic: { in: '10M', out: '20M' } }],
});
const simulator = await startSnmpSimulator({ device: SnmpDevice.fromModel(model) });
const line = createSocket('udp4');
line.connect(simulator.port, '127.0.0.1');
await once(line, 'connect');

/** Where the content of the field at `at` begins, and where the field ends. */
function field(bytes, at) {
  const short = bytes[at + 1];
  if (short < 0x80) return { from: at + 2, to: at + 2 + short };
  const octets = short & 0x7f;
  return { from: at + 2 + octets, to: at + 2 + octets + bytes.readUIntBE(at + 2, octets) };
}

/** Where the number of a request is. */
function numberOf(bytes) {
  const version = field(bytes, field(bytes, 0).from);
  return field(bytes, field(bytes, field(bytes, version.to).to).from);
}

const places = (bytes, text) => {
  const found = [];
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) found.push(at + text.length - 5);
  return found;
};

/** The two bytes of a MAC that tell one switch from another. */
const ownOfMacs = Buffer.from([0xde, 0xad]);
const macsIn = (bytes) => {
  const found = [];
  for (let at = bytes.indexOf(ownOfMacs); at !== -1; at = bytes.indexOf(ownOfMacs, at + 2)) found.push(at);
  return found;
};

const answers = new Map();
let asking = Promise.resolve();

async function ask(key, request) {
  if (answers.has(key)) return;
  const answered = once(line, 'message');
  line.send(request);
  const [bytes] = await answered;
  answers.set(key, { bytes, number: numberOf(bytes).from, own: [...places(bytes, 'access-00000'), ...places(bytes, 'FOC00000000')], macs: macsIn(bytes) });
}

/** One after the other: the simulator's answers name nobody. */
function learn(key, request) {
  asking = asking.then(() => ask(key, request));
  return asking;
}

let isTroubled = false;

let port = Number(process.argv[5] ?? 0);
for (let number = before + 1; number <= before + count; number += 1) {
  const digits = Buffer.from(String(number).padStart(5, '0'));
  const socket = createSocket({ type: 'udp4', lookup: (host, _family, found) => found(null, host, 4) });
  const answer = (request, { from, to }, { bytes, number: at, own, macs }, sender) => {
    const reply = Buffer.from(bytes);
    request.copy(reply, at, from, to);
    for (const place of own) digits.copy(reply, place);
    for (const place of macs) reply.writeUInt16BE(number, place);
    if (isTroubled && number % 20 === 3) setTimeout(() => socket.send(reply, sender.port, sender.address), 2_000);
    else socket.send(reply, sender.port, sender.address);
  };
  socket.on('message', (request, sender) => {
    if (isTroubled && number % 10 === 5) return;
    const place = numberOf(request);
    const key = `${place.to - place.from} ${request.latin1Slice(0, place.from)}${request.latin1Slice(place.to)}`;
    const known = answers.get(key);
    if (known !== undefined) answer(request, place, known, sender);
    else void learn(key, request).then(() => answer(request, place, answers.get(key), sender));
  });
  await new Promise((done) => socket.bind(port, `${high}.${low + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`, done));
  ({ port } = socket.address());
}
process.stdout.write(`${port}\n`);
process.stdin.on('data', () => (isTroubled = true)).on('end', () => process.exit(0));
