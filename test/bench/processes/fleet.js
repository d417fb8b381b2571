// Simulated switches, one on each of so many addresses of 127.80.0.0/16, all on one port; prints the port, ends with its
// standard input.
import { SnmpDevice, startSnmpSimulator } from '@jackfield/sdk/testing';

const count = Number(process.argv[2]);
let port = 0;
for (let number = 1; number <= count; number += 1) {
  const name = `access-${String(number).padStart(4, '0')}`;
  const model = {
    name, descr: 'Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E8, RELEASE SOFTWARE (fc2)', objectID: '1.3.6.1.4.1.9.1.1208',
    contact: 'nobody', location: 'Bench', chassis: { model: 'WS-C2960X-24TS-L', serial: `FOC${String(number).padStart(8, '0')}`, maker: 'Cisco Systems Inc', software: '15.2(7)E8' },
    ports: [{ name: 'Gi1/0/1', descr: 'GigabitEthernet1/0/1' }],
  };
  const simulator = await startSnmpSimulator({ address: `127.80.${number >> 8}.${number & 255}`, port, writeCommunity: 'private', device: () => SnmpDevice.fromModel(model) });
  ({ port } = simulator);
}
process.stdout.write(`${port}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
