// An agent that answers each request with so many mutations of what it should say, and then with that. Prints its port and,
// when its standard input ends, how many datagrams it sent.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { SnmpDevice, snmpModelSchema, startSnmpSimulator } from '@jackfield/sdk/testing';
import { Chance, mutated } from '../ber-mutation.js';

const [address, seed, burst, ...recordings] = process.argv.slice(2);
const model = snmpModelSchema.parse({
  name: 'liar', descr: 'A switch that cannot be trusted', objectID: '1.3.6.1.4.1.8072.3.2.10', vlans: [{ id: 1 }, { id: 20, name: 'phones' }],
  ports: [{ name: 'Gi1/0/[1-12]', alias: 'To a desk', traffic: { in: '10M', out: '20M' } }],
});
const users = [{ name: 'ada', auth: { protocol: 'sha256', password: 'an-authentication-key' } }];
const chance = new Chance(Number(seed));
const devices = [() => SnmpDevice.fromModel(model), ...recordings.map((file) => () => SnmpDevice.fromRecording(file))];
let sent = 0;

/** A lying line before each device, all on ports that follow from its number. */
async function lie(device, number) {
  const simulator = await startSnmpSimulator({ device: device(), users });
  const front = createSocket('udp4');
  await new Promise((done) => front.bind(0, address, done));
  front.on('message', (request, sender) => {
    const line = createSocket('udp4');
    const give = (bytes) => {
      sent += 1;
      front.send(bytes, sender.port, sender.address);
    };
    line.once('message', (response) => {
      line.close();
      for (let times = 0; times < Number(burst); times += 1) give(mutated(response, chance));
      give(response);
    });
    line.send(request, simulator.port, '127.0.0.1');
    setTimeout(() => {
      try {
        line.close();
      } catch {
        // It was answered.
      }
    }, 2_000).unref();
  });
  return [number, front];
}

const fronts = await Promise.all(devices.map(lie));
process.stdout.write(`${fronts.map(([, front]) => front.address().port).join(' ')}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
process.stdout.write(`${sent}\n`, () => process.exit(0));
